package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.ProgressStatus;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A worker at work: its progress, written at most once in {@code Rules.progressInterval}. */
final class Watching {
  /** After so many intervals a worker that shows no progress is called Running nevertheless. */
  private static final int PATIENCE = 3;

  private Watching() {}

  static Step next(BackupCase c) {
    BackupStatus status = c.status();
    Duration interval = c.rules().progressInterval();
    ProgressStatus shown = status.progress;
    Instant since = Times.parse(status.attemptStartedAt).orElse(c.now());
    Instant last = Times.latest(since, shown == null ? null : shown.updatedAt);
    if (!Times.due(last.plus(interval).toString(), interval, c.now())) {
      return Step.Wait.until(last.plus(interval));
    }
    return c.given(new Question.Progress(c.job()), progress -> show(c, progress));
  }

  private static Step show(BackupCase c, Optional<ProgressStatus> heard) {
    Step rest = Step.Wait.until(c.now().plus(c.rules().progressInterval()));
    if (heard.filter(progress -> isNews(c.status().progress, progress)).isPresent()) {
      return running(c, heard.get());
    }
    Duration patience = c.rules().progressInterval().multipliedBy(PATIENCE);
    Instant since = Times.parse(c.status().attemptStartedAt).orElse(c.now());
    boolean silent = !c.now().isBefore(since.plus(patience));
    return silent && !Phase.RUNNING.is(c.status().phase) ? running(c, null) : rest;
  }

  private static Step running(BackupCase c, ProgressStatus progress) {
    BackupStatus status = c.edit();
    status.phase = Phase.RUNNING.text();
    if (progress != null) {
      status.progress = Statuses.copy(progress);
      status.progress.updatedAt = c.stamp().toString();
      status.progress.percent = percent(progress);
    }
    c.conditions(
        status,
        Outlook.WORKING,
        Phase.RUNNING.text(),
        "attempt " + c.attempt() + ", run " + status.runId + " by Job " + status.backupJobName);
    return new Step.WriteStatus(status, List.of());
  }

  /** Rate and time left change all the time and are no news; a smaller count is an old answer. */
  private static boolean isNews(ProgressStatus shown, ProgressStatus heard) {
    if (shown == null) {
      return true;
    }
    boolean back = value(heard.bytesDone) < value(shown.bytesDone);
    boolean same =
        Objects.equals(shown.phase, heard.phase)
            && Objects.equals(shown.bundlesDone, heard.bundlesDone)
            && Objects.equals(shown.bundlesTotal, heard.bundlesTotal)
            && Objects.equals(shown.bytesDone, heard.bytesDone)
            && Objects.equals(shown.bytesTotal, heard.bytesTotal);
    return !back && !same;
  }

  private static long value(Long count) {
    return count == null ? 0 : count;
  }

  private static String percent(ProgressStatus progress) {
    if (progress.percent != null || value(progress.bytesTotal) <= 0) {
      return progress.percent;
    }
    long percent =
        100 * Math.min(value(progress.bytesDone), progress.bytesTotal) / progress.bytesTotal;
    return percent + "%";
  }
}
