package io.bactrian.control;

/**
 * What is wrong with a spec.
 *
 * @param field its path: {@code spec.backoffRetryPolicy.minRetryDuration}
 * @param value as it stands there; empty where it is missing
 * @param hint what to do
 */
public record Problem(String field, String value, String message, String hint) {
  /** For a status: {@code spec.cron: 'x' is not …}. */
  public String text() {
    return field + ": " + message;
  }
}
