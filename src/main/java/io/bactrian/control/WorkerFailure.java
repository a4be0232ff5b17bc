package io.bactrian.control;

import io.bactrian.api.FailureStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.engine.failure.FailureClass;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a worker failed, from what it said itself, else from what its container, pod and Job say.
 *
 * @param failureClass a FailureClass in lower case, or {@code unknown}
 * @param reason one word
 * @param retryable whether the whole may be tried again
 * @param evidence what is known and from where, for a retry record
 */
public record WorkerFailure(
    String failureClass,
    String reason,
    String message,
    String hint,
    boolean retryable,
    String evidence) {

  private static final int MESSAGE = 1024;
  private static final int HINT = 512;

  /** A live look says that the Job of a started attempt is not there. */
  public static WorkerFailure lost(JobKey job) {
    String message = "Job " + job.name() + " is gone, and nothing says how its worker ended";
    return unknown(
        "JobLost", message, "see who deletes Jobs or nodes", message + " (live look: no such Job)");
  }

  /** The API server does not take the Job; where that may pass, so may the failure. */
  public static WorkerFailure refused(JobKey job, Refusal refusal) {
    String message = refusal.text(job);
    return new WorkerFailure(
        refusal.lasting() ? "usage" : "unknown",
        Keywords.JOB_REFUSED,
        message,
        "correct spec.pod, bactrian.worker.* or what the message names",
        !refusal.lasting(),
        message);
  }

  /**
   * A Job that ended, but not well.
   *
   * @param fact not ABSENT
   */
  public static WorkerFailure of(JobKey job, JobFact fact) {
    return fact.end().isPresent() ? told(job, fact, fact.end().get()) : silent(job, fact);
  }

  /** The Job says it went well, the repository says there is no such run. */
  public static WorkerFailure notCommitted(JobKey job, String runId) {
    String message =
        "Job " + job.name() + " ended without a failure, but run " + runId + " is not committed";
    return unknown("NotCommitted", message, "see the log of the worker's pod", message);
  }

  private static WorkerFailure told(JobKey job, JobFact fact, WorkerEnd end) {
    String kind = end.failureClass == null ? "unknown" : end.failureClass.toLowerCase(Locale.ROOT);
    String reason = Texts.reason(end.reason, "WorkerFailed");
    String message = end.message == null ? "the worker gave no message" : end.message;
    String evidence =
        "Job "
            + job.name()
            + condition(fact)
            + ", exit code "
            + exitCode(fact, end)
            + ", the worker says: "
            + kind
            + ": "
            + message;
    return new WorkerFailure(kind, reason, message, end.hint, retryable(kind, end), evidence);
  }

  /**
   * As the worker says; but one that was stopped, or found its name locked, knows only about
   * itself: the next one may find things otherwise.
   */
  private static boolean retryable(String kind, WorkerEnd end) {
    boolean passing =
        kind.equals("interrupted") || kind.equals("locked") || "interrupted".equals(end.result);
    return passing || (end.retryable == null ? mayPass(kind) : end.retryable);
  }

  private static boolean mayPass(String kind) {
    return Stream.of(FailureClass.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(kind))
        .allMatch(FailureClass::retryable);
  }

  private static WorkerFailure silent(JobKey job, JobFact fact) {
    String reason = fact.reasonWord("Unknown");
    String message =
        "the worker of Job "
            + job.name()
            + " ended without a word: "
            + (fact.containerReason().isEmpty() ? "no reason known" : fact.containerReason())
            + fact.exitCode().map(code -> ", exit code " + code).orElse("");
    return unknown(
        reason.equals("Error") ? "Unknown" : reason,
        message,
        hintFor(reason),
        message + condition(fact));
  }

  private static WorkerFailure unknown(
      String reason, String message, String hint, String evidence) {
    return new WorkerFailure("unknown", reason, message, hint, true, evidence);
  }

  private static String hintFor(String reason) {
    return switch (reason) {
      case "OOMKilled" -> "raise spec.pod.resources.limits.memory";
      case "Evicted" -> "see what the node is short of; request what the worker needs";
      default -> "see the log and the events of the worker's pod";
    };
  }

  private static String condition(JobFact fact) {
    return switch (fact.state()) {
      case FAILED -> " (condition Failed)";
      case SUCCEEDED -> " (condition Complete)";
      default -> "";
    };
  }

  private static int exitCode(JobFact fact, WorkerEnd end) {
    Optional<Integer> code = fact.exitCode();
    return code.orElse(end.exitCode);
  }

  /** For a status; bounded. */
  public FailureStatus status() {
    FailureStatus status = new FailureStatus();
    status.failureClass = failureClass;
    status.reason = reason;
    status.message = Texts.cut(message, MESSAGE);
    status.hint = Texts.cut(hint, HINT);
    return status;
  }
}
