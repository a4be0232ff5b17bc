package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.control.Conditions.Outlook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From a new Backup to its first attempt: is the spec fine, is everything there that it names? */
final class Admission {
  private Admission() {}

  static Step next(BackupCase c) {
    List<Problem> problems = BackupCheck.problems(c.backup(), c.rules().machinePaths());
    if (!problems.isEmpty()) {
      return Preflight.invalid(c, problems);
    }
    Optional<Step> first = Preflight.of(c);
    if (first.isEmpty() && Protection.isWanted(c)) {
      first = Protection.keepCredentials(c);
    }
    return first.orElseGet(() -> begin(c));
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
