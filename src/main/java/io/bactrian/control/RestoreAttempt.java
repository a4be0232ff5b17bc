package io.bactrian.control;

import io.bactrian.api.RestoreStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.Conditions.Outlook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An attempt, until its Job has ended or is lost. Until {@code attemptStartedAt} is set the Job may
 * not have been made; from then on one that is not there is lost. A worker that was lost after the
 * last rename is run once more: it finds in the target the mark of this Restore, and is complete.
 */
final class RestoreAttempt {
  private RestoreAttempt() {}

  /** Decides upon an attempt; its Job is not there yet. */
  static Step begin(RestoreCase c, RestoreOrigin origin) {
    RestoreStatus status = c.edit();
    status.phase = Phase.SCHEDULED.text();
    status.failure = null;
    status.restoreJobName = c.job().name();
    status.backupPath = origin.path();
    if (status.timeStarted == null) {
      status.timeStarted = c.stamp().toString();
    }
    status.attempt = 1;
    String message = origin.path() + " by Job " + status.restoreJobName;
    c.conditions(status, Outlook.WORKING, Keywords.SCHEDULED, message);
    return new Step.WriteStatus(status, List.of(Notice.normal(Keywords.SCHEDULED, message)));
  }

  static Step next(RestoreCase c) {
    return c.given(new Question.Job(c.job()), job -> look(c, job));
  }

  private static Step look(RestoreCase c, JobFact job) {
    boolean ours = job.uid().equals(c.uid());
    if (ours && job.attempt() > c.attempt()) {
      // What we read is older than the Job: read again.
      return Step.Wait.until(c.now().plusSeconds(1));
    }
    if (ours && job.attempt() == c.attempt()) {
      return observe(c, job);
    }
    return c.status().attemptStartedAt == null ? start(c, job) : failing(c, JobFact.absent());
  }

  /** The name is free, or it has to become so. */
  private static Step start(RestoreCase c, JobFact job) {
    if (job.state() == JobFact.State.ABSENT) {
      return withoutPods(
          c,
          () ->
              RestoreSearch.find(
                  c,
                  origin ->
                      RestoreWorkload.stopped(
                          c, () -> make(c, new Step.StartJob(RestoreOrders.of(c, origin))))));
    }
    if (job.uid().isEmpty()) {
      return c.waitSaying(
          Keywords.JOB_NAME_TAKEN,
          "Job " + c.job() + " is there and not ours; remove it, or name the Restore otherwise",
          RestoreCase.LOOK_AGAIN);
    }
    return remove(c, job);
  }

  /** A workload that stands still is not kept so by a Job that cannot be made. */
  private static Step make(RestoreCase c, Step start) {
    Optional<Refusal> refusal = c.refusal(c.job());
    if (refusal.isEmpty()) {
      return start;
    }
    return c.owed().isEmpty()
        ? c.refused(refusal.get(), c.spec().pod != null)
        : failed(c, WorkerFailure.refused(c.job(), refusal.get()));
  }

  static Step remove(RestoreCase c, JobFact job) {
    return job.state() == JobFact.State.TERMINATING
        ? Step.Wait.until(c.now().plus(RestoreCase.SOON))
        : new Step.RemoveJob(c.job());
  }

  /** Two never write at once. */
  static Step withoutPods(RestoreCase c, Supplier<Step> then) {
    return c.given(
        new Question.LivePods(c.namespace(), c.uid()),
        pods -> pods.isEmpty() ? then.get() : Step.Wait.until(c.now().plus(RestoreCase.SOON)));
  }

  private static Step observe(RestoreCase c, JobFact job) {
    return switch (job.state()) {
      case ABSENT, TERMINATING -> Step.Wait.until(c.now().plus(RestoreCase.LOOK_AGAIN));
      case PENDING -> c.status().attemptStartedAt == null ? started(c) : c.podPending(job);
      case RUNNING -> c.status().attemptStartedAt == null ? started(c) : RestoreProgress.next(c);
      case SUCCEEDED, FAILED -> ended(c, job);
    };
  }

  private static Step started(RestoreCase c) {
    return c.started("attempt " + c.attempt() + " by Job " + c.status().restoreJobName);
  }

  private static Step ended(RestoreCase c, JobFact job) {
    Optional<WorkerEnd> good = job.goodEnd();
    return good.isPresent()
        ? withoutPods(c, () -> RestoreEnds.dataRestored(c, good.get()))
        : failing(c, job);
  }

  private static Step failing(RestoreCase c, JobFact job) {
    return withoutPods(
        c,
        () ->
            failed(c, job.ended() ? WorkerFailure.of(c.job(), job) : WorkerFailure.lost(c.job())));
  }

  private static Step failed(RestoreCase c, WorkerFailure failure) {
    RetryPolicy policy = RetryPolicy.orStandard(c.spec().backoffRetryPolicy, Mode.SNAPSHOT);
    RetryDecision decision = RetryDecision.of(policy, c.records(), failure, c.stamp());
    if (decision instanceof RetryDecision.Retry retry) {
      return scheduled(c, failure, retry.record());
    }
    return decision instanceof RetryDecision.GiveUp giveUp
        ? gaveUp(c, failure, giveUp)
        : RestoreEnds.failed(c, failure.status(), List.of());
  }

  private static Step gaveUp(RestoreCase c, WorkerFailure failure, RetryDecision.GiveUp giveUp) {
    String message = giveUp.why() + "; last: " + failure.reason() + ": " + failure.message();
    List<Notice> notices =
        c.records().isEmpty()
            ? List.of()
            : List.of(Notice.warning(Keywords.RETRY_EXHAUSTED, giveUp.keyword() + ": " + message));
    return RestoreEnds.failed(
        c,
        RestoreCase.failure(failure.failureClass(), giveUp.keyword(), message, failure.hint()),
        notices);
  }

  private static Step scheduled(RestoreCase c, WorkerFailure failure, RetryRecord record) {
    RestoreStatus status = c.edit();
    status.phase = Phase.RETRY_FAILED.text();
    status.failure = failure.status();
    status.progress = null;
    status.backoffRetryStatus = new ArrayList<>(c.records());
    status.backoffRetryStatus.add(record);
    String message =
        "retry " + record.retryNum + " at " + record.expectedRetryAt + ": " + record.originalReason;
    c.conditions(status, Outlook.WORKING, Keywords.RETRY_SCHEDULED, message);
    return new Step.WriteStatus(status, List.of(Notice.warning(Keywords.RETRY_SCHEDULED, message)));
  }

  /** A retry that is to come: until it is due nothing is asked and nothing written. */
  static Step retry(RestoreCase c) {
    Optional<RetryRecord> pending =
        c.records().stream().filter(record -> record.realRetryAt == null).findFirst();
    if (pending.isPresent() && !RetryDecision.due(pending.get(), c.now())) {
      return Step.Wait.until(Times.parse(pending.get().expectedRetryAt).orElse(c.now()));
    }
    return withoutPods(c, () -> restart(c));
  }

  private static Step restart(RestoreCase c) {
    Instant stamp = c.stamp();
    RestoreStatus status = c.edit();
    status.phase = Phase.RESTART.text();
    status.attempt = c.attempt() + 1;
    status.attemptStartedAt = null;
    if (status.backoffRetryStatus != null) {
      status.backoffRetryStatus.stream()
          .filter(record -> record.realRetryAt == null)
          .forEach(record -> record.realRetryAt = stamp.toString());
    }
    String message = "attempt " + status.attempt + " by Job " + status.restoreJobName;
    c.conditions(status, Outlook.WORKING, Keywords.RETRY_STARTED, message);
    return new Step.WriteStatus(status, List.of(Notice.normal(Keywords.RETRY_STARTED, message)));
  }
}
