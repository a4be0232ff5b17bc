package io.bactrian.control;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.RestoreStatus;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A worker at work: its progress, written at most once in {@code Rules.progressInterval}. */
final class RestoreProgress {
  private RestoreProgress() {}

  static Step next(RestoreCase c) {
    RestoreStatus status = c.status();
    Duration interval = c.rules().progressInterval();
    Instant last =
        Times.latest(
            Instant.MIN,
            status.attemptStartedAt,
            status.progress == null ? null : status.progress.updatedAt);
    if (!Times.due(last.plus(interval).toString(), interval, c.now())) {
      return Step.Wait.until(last.plus(interval));
    }
    return c.given(new Question.Progress(c.job()), heard -> show(c, heard));
  }

  private static Step show(RestoreCase c, Optional<ProgressStatus> heard) {
    boolean running = Phase.RUNNING.is(c.status().phase);
    boolean news = heard.filter(progress -> isNews(c.status().progress, progress)).isPresent();
    if (running && !news) {
      return Step.Wait.until(c.now().plus(c.rules().progressInterval()));
    }
    RestoreStatus status = c.edit();
    status.phase = Phase.RUNNING.text();
    if (news) {
      status.progress = Statuses.copy(heard.get());
      status.progress.updatedAt = c.stamp().toString();
    }
    c.conditions(
        status,
        Outlook.WORKING,
        Phase.RUNNING.text(),
        "attempt " + c.attempt() + " by Job " + status.restoreJobName);
    return new Step.WriteStatus(status, List.of());
  }

  private static boolean isNews(ProgressStatus shown, ProgressStatus heard) {
    return shown == null
        || !Objects.equals(shown.phase, heard.phase)
        || !Objects.equals(shown.bundlesDone, heard.bundlesDone)
        || !Objects.equals(shown.bytesDone, heard.bytesDone)
        || !Objects.equals(shown.bytesTotal, heard.bytesTotal);
  }
}
