package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Job that ended badly, or is lost: did it commit nevertheless, and if not, is there a retry? */
final class Failing {
  private static final Duration LINGERING = Duration.ofMinutes(1);
  private static final Duration TROUBLE = Duration.ofMinutes(2);
  private static final Duration LOOK_AT_PODS = Duration.ofSeconds(10);

  private Failing() {}

  /**
   * @param job ABSENT: lost
   */
  static Step next(BackupCase c, JobFact job) {
    return c.given(
        new Question.LivePods(c.namespace(), c.uid()),
        pods ->
            pods.isEmpty()
                ? StateSync.ask(c, found -> judge(c, job, found))
                : waitForEnd(c, "pod " + pods.get(0), job.endedAt()));
  }

  /**
   * Two never write at once. Says so in the conditions, where that is news to anybody: pods take a
   * moment to go after their Job has ended.
   *
   * @param who is still alive
   * @param ended when the Job ended, if that is known
   */
  static Step waitForEnd(BackupCase c, String who, Optional<Instant> ended) {
    boolean usual = ended.filter(time -> c.now().isBefore(time.plus(LINGERING))).isPresent();
    return usual
        ? Step.Wait.until(c.now().plus(LOOK_AT_PODS))
        : c.waitSaying(
            Keywords.WORKER_ALIVE,
            "two never write at once: waiting for " + who + " to end",
            LOOK_AT_PODS);
  }

  private static Step judge(BackupCase c, JobFact job, StateSync.Found found) {
    if (found.committed().isPresent()) {
      return Finishing.recovered(c, found.committed().get(), evidence(c, job), found.evidence());
    }
    if (found.following()) {
      return LogTasks.recovered(c, found.evidence());
    }
    boolean claimsSuccess = claimsSuccess(job);
    if (claimsSuccess && !found.trouble().isEmpty()) {
      return waitForStore(c, job, found.trouble());
    }
    return failed(
        c, claimsSuccess ? WorkerFailure.notCommitted(c.job(), c.status().runId) : failure(c, job));
  }

  /** Nobody knows whether it is a backup: says so, once that takes long. */
  private static Step waitForStore(BackupCase c, JobFact job, String trouble) {
    boolean usual = job.endedAt().filter(time -> c.now().isBefore(time.plus(TROUBLE))).isPresent();
    return usual
        ? Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN))
        : c.waitSaying(
            Keywords.STORE_NOT_ASKED,
            "Job "
                + c.job().name()
                + " ended well without a word, and the store cannot be asked whether run "
                + c.status().runId
                + " is committed: "
                + trouble,
            BackupCase.LOOK_AGAIN);
  }

  private static boolean claimsSuccess(JobFact job) {
    boolean changed = job.exitCode().filter(code -> code == 3).isPresent();
    return job.state() == JobFact.State.SUCCEEDED || changed;
  }

  private static WorkerFailure failure(BackupCase c, JobFact job) {
    return job.ended() ? WorkerFailure.of(c.job(), job) : WorkerFailure.lost(c.job());
  }

  private static String evidence(BackupCase c, JobFact job) {
    return failure(c, job).evidence();
  }

  private static Step failed(BackupCase c, WorkerFailure failure) {
    if (c.mode() == Mode.LOG && c.rules().logRetryDisabled()) {
      return Finishing.gaveUp(
          c, failure, Keywords.LOG_BACKUP_JOB_FAILED, "retries of log backups are switched off");
    }
    RetryPolicy policy = RetryPolicy.orStandard(c.spec().backoffRetryPolicy, c.mode());
    RetryDecision decision = RetryDecision.of(policy, c.records(), failure, c.stamp());
    if (decision instanceof RetryDecision.Retry retry) {
      return scheduled(c, failure, retry.record());
    }
    if (decision instanceof RetryDecision.GiveUp giveUp) {
      return Finishing.gaveUp(c, failure, giveUp.keyword(), giveUp.why());
    }
    return Finishing.failed(c, failure);
  }

  private static Step scheduled(BackupCase c, WorkerFailure failure, RetryRecord record) {
    BackupStatus status = c.edit();
    status.phase = Phase.RETRY_FAILED.text();
    status.failure = failure.status();
    status.backoffRetryStatus =
        new ArrayList<>(Optional.ofNullable(status.backoffRetryStatus).orElse(List.of()));
    status.backoffRetryStatus.add(record);
    String message =
        "retry " + record.retryNum + " at " + record.expectedRetryAt + ": " + record.originalReason;
    c.conditions(status, Outlook.WORKING, Keywords.RETRY_SCHEDULED, message);
    List<Notice> notices = new ArrayList<>();
    notices.add(Notice.warning(Keywords.RETRY_SCHEDULED, message));
    if (c.mode() == Mode.LOG) {
      notices.add(Notice.warning(Keywords.LOG_BACKUP_JOB_FAILED, record.originalReason));
    }
    return new Step.WriteStatus(status, notices);
  }
}
