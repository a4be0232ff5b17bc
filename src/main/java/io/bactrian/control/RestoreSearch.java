package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.RestoreSpec.BackupReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds where the data comes from. A Backup that is not there or not complete yet is waited for
 * before anything was started; afterwards it is a failure, since a workload may be standing still.
 */
final class RestoreSearch {
  private static final String FIELD = "spec.backupRef.name";

  private RestoreSearch() {}

  static Step find(RestoreCase c, Function<RestoreOrigin, Step> then) {
    BackupReference reference = c.spec().backupRef;
    if (reference == null) {
      return then.apply(RestoreOrigin.ofSpec(c));
    }
    String home = reference.namespace == null ? c.namespace() : reference.namespace;
    return c.given(
        new Question.BackupNamed(home, reference.name),
        found -> judge(c, home + "/" + reference.name, found, then));
  }

  private static Step judge(
      RestoreCase c, String shown, Optional<Backup> found, Function<RestoreOrigin, Step> then) {
    if (found.isEmpty()) {
      return missing(c, Keywords.BACKUP_NOT_FOUND, FIELD + ": there is no Backup '" + shown + "'");
    }
    Backup backup = found.get();
    String phase = ScheduledBackups.status(backup).phase;
    if (backup.getMetadata().getDeletionTimestamp() != null) {
      return useless(c, shown, "is being deleted");
    }
    if (Phase.FAILED.is(phase) || Phase.INVALID.is(phase) || Phase.STOPPED.is(phase)) {
      return useless(c, shown, "is " + phase + ": there is nothing to restore");
    }
    if (!Phase.COMPLETE.is(phase)) {
      return missing(
          c, Keywords.BACKUP_NOT_COMPLETE, FIELD + ": Backup '" + shown + "' is not complete yet");
    }
    return complete(c, shown, backup, then);
  }

  private static Step complete(
      RestoreCase c, String shown, Backup backup, Function<RestoreOrigin, Step> then) {
    BackupStatus status = backup.getStatus();
    if (status.backupPath == null) {
      return useless(c, shown, "has no backupPath in its status");
    }
    RestoreOrigin origin = RestoreOrigin.ofBackup(c, backup);
    boolean foreign = !origin.home().equals(c.namespace());
    if (foreign && origin.repositoryClaim().isPresent()) {
      return useless(
          c, shown, "lies on a claim of another namespace, which cannot be mounted here");
    }
    if (foreign && origin.storageSecret().isEmpty() && origin.key().isEmpty()) {
      return useless(
          c, shown, "is of another namespace, and has no Secret that could allow this one");
    }
    return then.apply(origin);
  }

  private static Step missing(RestoreCase c, String reason, String message) {
    return c.attempt() == 0 && c.owed().isEmpty()
        ? c.missing(reason, message + "; waiting for it", Patience.TOLD)
        : RestoreEnds.failed(
            c,
            RestoreCase.failure("usage", reason, message, "create the Restore again"),
            List.of());
  }

  private static Step useless(RestoreCase c, String shown, String why) {
    Problem problem =
        new Problem(FIELD, shown, "Backup '" + shown + "' " + why, "name another Backup");
    return c.attempt() == 0 && c.owed().isEmpty()
        ? c.invalid(List.of(problem))
        : RestoreEnds.failed(c, Problems.failure(List.of(problem)), List.of());
  }
}
