package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.FailureStatus;
import io.bactrian.control.Conditions.Outlook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** From a new Backup to its first attempt: is the spec fine, is everything there that it names? */
final class Admission {
  private static final int HINT = 512;
  private static final int MESSAGE = 1024;

  private Admission() {}

  static Step next(BackupCase c) {
    List<Problem> problems = BackupCheck.problems(c.backup(), c.rules().machinePaths());
    if (!problems.isEmpty()) {
      return invalid(c, problems);
    }
    Optional<Step> first = Preflight.of(c);
    if (first.isEmpty() && Protection.isWanted(c)) {
      first = Protection.keepCredentials(c);
    }
    return first.orElseGet(() -> begin(c));
  }

  /** Final until the spec changes: nothing is looked at again by itself. */
  static Step invalid(BackupCase c, List<Problem> problems) {
    String message = problems.stream().map(Problem::text).collect(Collectors.joining("; "));
    String hint = problems.stream().map(Problem::hint).distinct().collect(Collectors.joining("; "));
    BackupStatus status = c.edit();
    status.phase = Phase.INVALID.text();
    status.failure = failure(Keywords.INVALID_SPEC, message, hint);
    c.conditions(status, Outlook.STALLED, Keywords.INVALID_SPEC, message);
    return c.write(
        status,
        List.of(Notice.warning(Keywords.INVALID_SPEC, status.failure.message)),
        Step.Wait.forChange());
  }

  /** Something that the spec names is not there; it may come. */
  static Step missing(BackupCase c, String reason, String message) {
    BackupStatus status = c.edit();
    status.phase = Phase.SCHEDULED.text();
    status.failure = null;
    c.conditions(status, Outlook.WORKING, reason, message);
    return c.write(
        status,
        List.of(Notice.warning(reason, message)),
        Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN)));
  }

  /** For good, and before anything was started. */
  static Step refused(BackupCase c, String reason, String message, String hint) {
    BackupStatus status = c.edit();
    status.phase = Phase.FAILED.text();
    status.timeCompleted = c.stamp().toString();
    status.failure = failure(reason, message, hint);
    c.conditions(status, Outlook.STALLED, reason, message);
    return new Step.WriteStatus(
        status, List.of(Notice.warning(Keywords.BACKUP_FAILED, reason + ": " + message)));
  }

  private static FailureStatus failure(String reason, String message, String hint) {
    FailureStatus failure = new FailureStatus();
    failure.failureClass = "usage";
    failure.reason = reason;
    failure.message = Texts.cut(message, MESSAGE);
    failure.hint = Texts.cut(hint, HINT);
    return failure;
  }

  private static Step begin(BackupCase c) {
    Instant stamp = c.stamp();
    BackupStatus status = c.edit();
    status.phase = Phase.SCHEDULED.text();
    status.failure = null;
    status.timeStarted = stamp.toString();
    status.backupJobName = c.job().name();
    status.backupName = c.backupName();
    attempt(c, status, 1, stamp);
    String message = "run " + status.runId + " by Job " + status.backupJobName;
    c.conditions(status, Outlook.WORKING, Keywords.SCHEDULED, message);
    return new Step.WriteStatus(status, List.of(Notice.normal(Keywords.SCHEDULED, message)));
  }

  /** Decides upon an attempt; its Job is not there yet. */
  static void attempt(BackupCase c, BackupStatus status, int attempt, Instant stamp) {
    status.runId = RunIds.next(stamp, c.uid(), attempt, status.runId);
    status.backupPath = c.namespace() + "/" + status.backupName + "/" + status.runId;
    status.attempt = attempt;
    status.attemptStartedAt = null;
    status.progress = null;
  }
}
