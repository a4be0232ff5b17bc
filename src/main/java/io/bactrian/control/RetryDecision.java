package io.bactrian.control;

import io.bactrian.api.RetryRecord;
import io.bactrian.engine.work.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether a failed whole is tried once more. */
public sealed interface RetryDecision {

  /** Yes: with this record, under 1 KB, added to those that are there. */
  record Retry(RetryRecord record) implements RetryDecision {}

  /**
   * No more.
   *
   * @param keyword ExceededMaxRetries or RetryTimeout
   */
  record GiveUp(String keyword, String why) implements RetryDecision {}

  /** No: the failure is for good; no retry is spent. */
  record NotRetryable() implements RetryDecision {}

  /**
   * @param records those of this incident so far
   * @param detectedAt now; not before any time of the records
   */
  static RetryDecision of(
      RetryPolicy policy, List<RetryRecord> records, WorkerFailure failure, Instant detectedAt) {
    if (!failure.retryable()) {
      return new NotRetryable();
    }
    if (policy.disabled()) {
      return new GiveUp(Keywords.EXCEEDED_MAX_RETRIES, "retries are switched off by the spec");
    }
    if (records.size() >= policy.maxRetries()) {
      return new GiveUp(
          Keywords.EXCEEDED_MAX_RETRIES, "all " + policy.maxRetries() + " retries are used up");
    }
    int number = records.size() + 1;
    Instant expected = detectedAt.plus(policy.delay(number));
    Instant first =
        records.isEmpty()
            ? detectedAt
            : Times.parse(records.get(0).detectFailedAt).orElse(detectedAt);
    if (expected.isAfter(first.plus(policy.timeout()))) {
      return new GiveUp(
          Keywords.RETRY_TIMEOUT,
          "retry "
              + number
              + " would start at "
              + expected
              + ", later than "
              + Durations.text(policy.timeout())
              + " after the first failure at "
              + first);
    }
    return new Retry(record(number, detectedAt, expected, failure));
  }

  /** Whether the retry that this record stands for is to start. Overdue is due. */
  static boolean due(RetryRecord record, Instant now) {
    Duration length =
        Times.parse(record.detectFailedAt)
            .flatMap(
                from -> Times.parse(record.expectedRetryAt).map(to -> Duration.between(from, to)))
            .orElse(Duration.ZERO);
    return Times.due(record.expectedRetryAt, length, now);
  }

  private static RetryRecord record(
      int number, Instant detected, Instant expected, WorkerFailure failure) {
    RetryRecord record = new RetryRecord();
    record.retryNum = number;
    record.detectFailedAt = detected.toString();
    record.expectedRetryAt = expected.toString();
    record.retryReason = Texts.cut(failure.reason(), 64);
    record.originalReason = Texts.cut(failure.evidence(), 600);
    return record;
  }
}
