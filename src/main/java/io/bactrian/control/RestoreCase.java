package io.bactrian.control;

import io.bactrian.api.FailureStatus;
import io.bactrian.api.Names;
import io.bactrian.api.Restore;
import io.bactrian.api.RestoreSpec;
import io.bactrian.api.RestoreStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.api.Workload;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One look at one Restore.
 *
 * @param now as the clock says; what is written is {@link #stamp}
 */
record RestoreCase(Restore restore, Facts facts, Instant now, Rules rules) {
  /** While something is missing that nobody tells us about. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /** While pods come and go. */
  static final Duration SOON = Duration.ofSeconds(5);

  private static final int MESSAGE = 1024;

  String namespace() {
    return restore.getMetadata().getNamespace();
  }

  String name() {
    return restore.getMetadata().getName();
  }

  String uid() {
    return restore.getMetadata().getUid();
  }

  RestoreSpec spec() {
    return restore.getSpec();
  }

  /** As it stands; never null; not to be changed. */
  RestoreStatus status() {
    return restore.getStatus() == null ? new RestoreStatus() : restore.getStatus();
  }

  JobKey job() {
    return JobNames.restore(namespace(), name());
  }

  int attempt() {
    return status().attempt == null ? 0 : status().attempt;
  }

  List<RetryRecord> records() {
    return status().backoffRetryStatus == null ? List.of() : status().backoffRetryStatus;
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

  /** Now, but never before any time that the status holds of things that happened. */
  Instant stamp() {
    RestoreStatus status = status();
    Instant latest =
        Times.latest(
            now,
            status.timeStarted,
            status.attemptStartedAt,
            status.dataRestoredAt,
            status.timeCompleted,
            status.progress == null ? null : status.progress.updatedAt);
    for (RetryRecord record : records()) {
      latest = Times.latest(latest, record.detectFailedAt, record.realRetryAt);
    }
    return latest;
  }

  /** What follows from the answer; where nobody asked yet, the question. */
  <T> Step given(Question<T> question, Function<T, Step> then) {
    Optional<T> answer = facts.of(question);
    return answer.isPresent() ? then.apply(answer.get()) : new Step.Ask(question);
  }

  /** A copy of the status, for this generation. */
  RestoreStatus edit() {
    RestoreStatus status = Statuses.copy(status());
    status.observedGeneration = restore.getMetadata().getGeneration();
    return status;
  }

  void conditions(RestoreStatus status, Outlook outlook, String reason, String message) {
    status.conditions =
        Conditions.of(
            status.conditions,
            outlook,
            reason,
            Texts.cut(message, MESSAGE),
            restore.getMetadata().getGeneration(),
            stamp());
  }

  /** Writes the status where it says anything new; else goes on. */
  Step write(RestoreStatus status, List<Notice> notices, Step otherwise) {
    return Statuses.same(status, status()) ? otherwise : new Step.WriteStatus(status, notices);
  }

  /** Says in the conditions what is waited for, and looks again. */
  Step waitSaying(String reason, String message, Duration howLong) {
    return waitSaying(reason, message, howLong, List.of());
  }

  /**
   * @param notices told when this is news
   */
  Step waitSaying(String reason, String message, Duration howLong, List<Notice> notices) {
    RestoreStatus status = edit();
    conditions(status, Outlook.WORKING, reason, message);
    return write(status, notices, Step.Wait.until(now.plus(howLong)));
  }

  static FailureStatus failure(String kind, String reason, String message, String hint) {
    FailureStatus failure = new FailureStatus();
    failure.failureClass = kind;
    failure.reason = reason;
    failure.message = Texts.cut(message, MESSAGE);
    failure.hint = Texts.cut(hint, MESSAGE / 2);
    return failure;
  }
}
