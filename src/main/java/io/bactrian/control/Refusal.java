package io.bactrian.control;

/**
 * Why a Job could not be made.
 *
 * @param lasting whether it is what the Job says that is refused, so that only another Job helps;
 *     else it may pass: a quota, a webhook, a right that is missing
 */
public record Refusal(boolean lasting, String message) {
  /** In a sentence. */
  String text(JobKey job) {
    return "the API server refuses Job " + job.namespace() + "/" + job.name() + ": " + message;
  }
}
