package io.bactrian.control;

import io.bactrian.api.BackoffRetryPolicy;

/** How often the whole is tried again. */
final class RetryCheck {
  private static final int MOST = 50;

  private RetryCheck() {}

  /**
   * @param policy may be null
   */
  static void check(Checklist list, String spec, BackoffRetryPolicy policy) {
    if (policy == null) {
      return;
    }
    String field = spec + ".backoffRetryPolicy";
    list.duration(field + ".minRetryDuration", policy.minRetryDuration);
    list.duration(field + ".retryTimeout", policy.retryTimeout);
    if (policy.maxRetryTimes != null && (policy.maxRetryTimes < 0 || policy.maxRetryTimes > MOST)) {
      list.bad(
          field + ".maxRetryTimes",
          policy.maxRetryTimes,
          "is out of range",
          "use 0 (never) to " + MOST);
    }
  }
}
