package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.SecretReference;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The Job that removes what a Backup stored, one try after another. Its attempt is one more than
 * the tries that failed, so a Job of a failed try is told from the present one.
 */
final class CleanJob {
  private static final Duration LONG_PENDING = Duration.ofMinutes(2);

  private CleanJob() {}

  static Step next(BackupCase c) {
    return c.given(new Question.Job(BackupOrders.cleanJob(c)), job -> look(c, job));
  }

  private static int attempt(BackupCase c) {
    return (c.status().cleanAttempts == null ? 0 : c.status().cleanAttempts) + 1;
  }

  private static Step look(BackupCase c, JobFact job) {
    if (job.state() == JobFact.State.ABSENT) {
      return start(c);
    }
    if (job.state() == JobFact.State.TERMINATING) {
      return Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN));
    }
    if (job.uid().isEmpty()) {
      String message = "Job " + BackupOrders.cleanJob(c) + " is there and not ours";
      return failed(c, own(Keywords.JOB_NAME_TAKEN, message, "remove it"));
    }
    if (!job.uid().equals(c.uid()) || job.attempt() != attempt(c)) {
      return new Step.RemoveJob(BackupOrders.cleanJob(c));
    }
    return observe(c, job);
  }

  private static Step observe(BackupCase c, JobFact job) {
    return switch (job.state()) {
      case SUCCEEDED ->
          Cleaning.over(c, Keywords.CLEANED, false, "nothing is left of " + Cleaning.paths(c));
      case FAILED -> failed(c, WorkerFailure.of(BackupOrders.cleanJob(c), job));
      case PENDING -> waitsForASecret(job) ? withoutItsSecret(c, job) : pending(c, job);
      default -> Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN));
    };
  }

  private static boolean waitsForASecret(JobFact job) {
    return job.containerReason().startsWith(Keywords.SECRET_MISSING);
  }

  /**
   * A namespace that ends may lose its Secret between the look at it and the copy of it. Such a Job
   * cannot begin: it is made anew, with the copy that was kept.
   */
  private static Step withoutItsSecret(BackupCase c, JobFact job) {
    return c.storageSecret()
        .map(
            secret ->
                c.given(
                    new Question.Secret(c.namespace(), secret, List.of()),
                    fact ->
                        fact == SecretFact.MISSING
                            ? new Step.RemoveJob(BackupOrders.cleanJob(c))
                            : pending(c, job)))
        .orElseGet(() -> pending(c, job));
  }

  /** A try that has not begun when the longest pause between two is over has failed. */
  private static Step pending(BackupCase c, JobFact job) {
    Instant since = job.madeAt().orElse(c.now());
    String message =
        "the pod of Job "
            + BackupOrders.cleanJob(c)
            + " does not start: "
            + (job.containerReason().isEmpty() ? "no reason known" : job.containerReason());
    if (!c.now().isBefore(since.plus(c.rules().maxClean()))) {
      String why = job.reasonWord("PodPending");
      return failed(c, own(why, message, "look at the pod: kubectl describe pod"));
    }
    return job.containerReason().isEmpty() || c.now().isBefore(since.plus(LONG_PENDING))
        ? Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN))
        : c.waitSaying(job.reasonWord("PodPending"), message, BackupCase.LOOK_AGAIN);
  }

  private static Step start(BackupCase c) {
    Optional<SecretReference> secret = c.storageSecret();
    if (secret.isEmpty()) {
      return start(c, secret);
    }
    return c.given(
        new Question.Secret(c.namespace(), secret.get(), List.of()),
        fact ->
            switch (fact) {
              case USABLE -> start(c, secret);
              case MISSING, MEMBER_MISSING -> startWithCopy(c);
              case NOT_ALLOWED ->
                  failed(c, secretFailure(c, "does not allow namespace '" + c.namespace() + "'"));
            });
  }

  private static Step startWithCopy(BackupCase c) {
    SecretReference copy = Protection.copy(c);
    return c.given(
        new Question.Secret(copy.namespace, copy, List.of()),
        fact ->
            fact == SecretFact.USABLE
                ? start(c, Optional.of(copy))
                : failed(c, secretFailure(c, "is not there, and no copy of it was kept")));
  }

  private static Step start(BackupCase c, Optional<SecretReference> credentials) {
    JobKey job = BackupOrders.cleanJob(c);
    return c.refusal(job)
        .map(refusal -> failed(c, WorkerFailure.refused(job, refusal)))
        .orElseGet(() -> new Step.StartJob(BackupOrders.clean(c, attempt(c), credentials)));
  }

  private static WorkerFailure secretFailure(BackupCase c, String what) {
    String name = c.storageSecret().map(found -> found.namespace + "/" + found.name).orElse("");
    return own(
        Keywords.SECRET_NOT_FOUND,
        "Secret '" + name + "' " + what,
        "put it right, or set spec.cleanPolicy to Retain to give the data up");
  }

  private static WorkerFailure own(String reason, String message, String hint) {
    return new WorkerFailure("usage", reason, message, hint, true, message);
  }

  /** Tried again after a while that doubles with each try, for ever. */
  private static Step failed(BackupCase c, WorkerFailure failure) {
    Instant stamp = c.stamp();
    BackupStatus status = c.edit();
    status.phase = Phase.CLEAN_FAILED.text();
    status.failure = failure.status();
    status.cleanAttempts = attempt(c);
    status.cleanFailedAt = status.cleanFailedAt == null ? stamp.toString() : status.cleanFailedAt;
    status.cleanRetryAt = stamp.plus(delay(c, status.cleanAttempts)).toString();
    String message =
        "try "
            + status.cleanAttempts
            + " failed, the next is at "
            + status.cleanRetryAt
            + ": "
            + failure.message();
    c.conditions(status, Outlook.WORKING, Keywords.CLEAN_FAILED, message);
    return new Step.WriteStatus(
        status, List.of(Notice.warning(Keywords.CLEAN_FAILED, Texts.cut(message, 1024))));
  }

  private static Duration delay(BackupCase c, int failures) {
    Rules rules = c.rules();
    return new RetryPolicy(rules.minClean(), Integer.MAX_VALUE, rules.maxClean(), rules.maxClean())
        .delay(failures);
  }
}
