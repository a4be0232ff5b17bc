package io.bactrian.control;

import io.bactrian.api.WorkerEnd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that was decided upon, until its Job has ended or is lost. Until {@code
 * attemptStartedAt} is set the Job may not have been made; from then on one that is not there is
 * lost.
 */
final class Attempting {
  private static final Duration STALE = Duration.ofSeconds(1);

  private Attempting() {}

  static Step next(BackupCase c) {
    return c.given(new Question.Job(c.job()), job -> look(c, job));
  }

  private static Step look(BackupCase c, JobFact job) {
    boolean ours = job.uid().equals(c.uid());
    if (ours && job.attempt() > c.attempt()) {
      // What we read is older than the Job: read again.
      return Step.Wait.until(c.now().plus(STALE));
    }
    if (ours && job.attempt() == c.attempt()) {
      return observe(c, job);
    }
    if (c.status().attemptStartedAt == null) {
      return start(c, job);
    }
    return Failing.next(c, JobFact.absent());
  }

  /** The name is free, or it has to become so. */
  private static Step start(BackupCase c, JobFact job) {
    if (job.state() == JobFact.State.ABSENT) {
      return c.given(
          new Question.LivePods(c.namespace(), c.uid()),
          pods ->
              pods.isEmpty()
                  ? make(c)
                  : Failing.waitForEnd(c, "pod " + pods.get(0), Optional.empty()));
    }
    if (job.uid().isEmpty()) {
      return c.waitSaying(
          Keywords.JOB_NAME_TAKEN,
          "Job " + c.job() + " is there and not ours; remove it, or name the Backup otherwise",
          BackupCase.LOOK_AGAIN);
    }
    // An older attempt's, or that of a resource of this name that is gone: nobody needs it.
    return job.state() == JobFact.State.TERMINATING
        ? Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN))
        : new Step.RemoveJob(c.job());
  }

  private static Step make(BackupCase c) {
    return c.refusal(c.job())
        .map(refusal -> c.refused(refusal, c.spec().pod != null))
        .orElseGet(() -> new Step.StartJob(BackupOrders.backup(c)));
  }

  private static Step observe(BackupCase c, JobFact job) {
    if (c.status().attemptStartedAt == null && !job.ended()) {
      return started(c);
    }
    return switch (job.state()) {
      case ABSENT, TERMINATING -> terminating(c);
      case PENDING -> c.podPending(job);
      case RUNNING -> c.mode() == Mode.LOG ? LogTasks.watch(c) : Watching.next(c);
      case SUCCEEDED, FAILED -> ended(c, job);
    };
  }

  private static Step started(BackupCase c) {
    return c.started(
        "attempt "
            + c.attempt()
            + ", run "
            + c.status().runId
            + " by Job "
            + c.status().backupJobName);
  }

  /** Somebody deletes the Job: it is lost once it is gone. */
  private static Step terminating(BackupCase c) {
    return c.given(
        new Question.LivePods(c.namespace(), c.uid()),
        pods ->
            pods.isEmpty()
                ? Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN))
                : Failing.waitForEnd(c, "pod " + pods.get(0), Optional.empty()));
  }

  private static Step ended(BackupCase c, JobFact job) {
    Optional<WorkerEnd> good = job.goodEnd().filter(end -> c.status().runId.equals(end.runId));
    return good.isPresent()
        ? Finishing.complete(c, Success.of(good.get()), List.of())
        : Failing.next(c, job);
  }
}
