package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.control.Conditions.Outlook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A retry that is to come. Until it is due nothing is asked and nothing written, whatever happens;
 * then the repository is asked once more, and only then is there a new attempt.
 */
final class Retrying {
  private Retrying() {}

  static Step next(BackupCase c) {
    Optional<RetryRecord> pending = pending(c);
    if (pending.isPresent() && !RetryDecision.due(pending.get(), c.now())) {
      return Step.Wait.until(Times.parse(pending.get().expectedRetryAt).orElse(c.now()));
    }
    return c.given(new Question.Job(c.job()), job -> look(c, job));
  }

  private static Optional<RetryRecord> pending(BackupCase c) {
    return c.records().stream().filter(record -> record.realRetryAt == null).findFirst();
  }

  /** A worker that was thought dead and is not is waited for. */
  private static Step look(BackupCase c, JobFact job) {
    boolean works =
        job.uid().equals(c.uid())
            && (job.state() == JobFact.State.RUNNING || job.state() == JobFact.State.PENDING);
    if (works) {
      return Failing.waitForEnd(c, "Job " + c.job().name(), Optional.empty());
    }
    Optional<Instant> due = pending(c).flatMap(record -> Times.parse(record.expectedRetryAt));
    return c.given(
        new Question.LivePods(c.namespace(), c.uid()),
        pods ->
            pods.isEmpty()
                ? StateSync.ask(c, found -> decide(c, found))
                : Failing.waitForEnd(c, "pod " + pods.get(0), due));
  }

  private static Step decide(BackupCase c, StateSync.Found found) {
    if (found.committed().isPresent()) {
      return Finishing.recovered(c, found.committed().get(), lastReason(c), found.evidence());
    }
    return found.following()
        ? LogTasks.recovered(c, found.evidence())
        : restart(c, found.trouble());
  }

  private static String lastReason(BackupCase c) {
    List<RetryRecord> records = c.records();
    return records.isEmpty() ? "" : records.get(records.size() - 1).originalReason;
  }

  private static Step restart(BackupCase c, String trouble) {
    Instant stamp = c.stamp();
    BackupStatus status = c.edit();
    status.phase = Phase.RESTART.text();
    if (status.backoffRetryStatus != null) {
      status.backoffRetryStatus.stream()
          .filter(record -> record.realRetryAt == null)
          .forEach(record -> record.realRetryAt = stamp.toString());
    }
    Admission.attempt(c, status, c.attempt() + 1, stamp);
    String message =
        "attempt "
            + status.attempt
            + ", run "
            + status.runId
            + (trouble.isEmpty()
                ? "; the run before is not committed"
                : "; the repository could not be asked: " + trouble);
    c.conditions(status, Outlook.WORKING, Keywords.RETRY_STARTED, message);
    List<Notice> notices = new ArrayList<>();
    notices.add(Notice.normal(Keywords.RETRY_STARTED, message));
    if (c.mode() == Mode.LOG) {
      notices.add(Notice.normal(Keywords.RETRYING_LOG_BACKUP, message));
    }
    return new Step.WriteStatus(status, notices);
  }
}
