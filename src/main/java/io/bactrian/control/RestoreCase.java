package io.bactrian.control;

import io.bactrian.api.Names;
import io.bactrian.api.Restore;
import io.bactrian.api.RestoreSpec;
import io.bactrian.api.RestoreStatus;
import io.bactrian.api.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One look at one Restore. */
final class RestoreCase extends WorkCase<RestoreStatus> {
  /** While pods come and go. */
  static final Duration SOON = Duration.ofSeconds(5);

  private final Restore restore;

  RestoreCase(Restore restore, Facts facts, Instant now, Rules rules) {
    super(restore, facts, now, rules);
    this.restore = restore;
  }

  @Override
  RestoreStatus noStatus() {
    return new RestoreStatus();
  }

  @Override
  String ownTime(RestoreStatus status) {
    return status.dataRestoredAt;
  }

  @Override
  String failedKeyword() {
    return Keywords.RESTORE_FAILED;
  }

  Restore restore() {
    return restore;
  }

  RestoreSpec spec() {
    return restore.getSpec();
  }

  @Override
  JobKey job() {
    return JobNames.restore(namespace(), name());
  }

  boolean deleted() {
    return restore.getMetadata().getDeletionTimestamp() != null;
  }

  boolean guarded() {
    List<String> finalizers = restore.getMetadata().getFinalizers();
    return finalizers != null && finalizers.contains(Names.RESTORE_PROTECTION);
  }

  Optional<String> claim() {
    return Optional.ofNullable(spec().target.persistentVolumeClaim).map(claim -> claim.claimName);
  }

  /** The workload as it was remembered, and is yet to be put back. */
  Optional<RestoreStatus.ScaledWorkload> owed() {
    return Optional.ofNullable(status().workload)
        .filter(workload -> !Boolean.TRUE.equals(workload.restored));
  }

  static Workload workload(RestoreStatus.ScaledWorkload remembered) {
    Workload workload = new Workload();
    workload.kind = remembered.kind;
    workload.name = remembered.name;
    return workload;
  }
}
