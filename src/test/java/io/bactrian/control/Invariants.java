package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds from one status to the next, whatever happens. */
final class Invariants {
  private static final Map<String, Set<String>> NEXT =
      Map.of(
          "", Set.of("Scheduled", "Failed"),
          "Scheduled", Set.of("Scheduled", "Running", "Complete", "Failed", "RetryFailed", "Clean"),
          "Running", Set.of("Running", "Complete", "Failed", "RetryFailed", "Clean"),
          "RetryFailed", Set.of("RetryFailed", "Restart", "Complete", "Clean"),
          "Restart", Set.of("Restart", "Scheduled", "Complete", "Failed", "RetryFailed", "Clean"),
          "Complete", Set.of("Clean"),
          "Failed", Set.of("Clean"),
          "Clean", Set.of("Clean", "CleanFailed"),
          "CleanFailed", Set.of("Clean", "CleanFailed"));

  private final RetryPolicy policy;

  Invariants(RetryPolicy policy) {
    this.policy = policy;
  }

  void check(BackupStatus before, BackupStatus after, World world) {
    String from = before == null || before.phase == null ? "" : before.phase;
    assertThat(NEXT.get(from)).as("phase after '%s'", from).contains(after.phase);
    records(after);
    if (before != null) {
      monotone(before, after);
      appended(records(before), records(after));
    }
    if (Phase.COMPLETE.is(after.phase) && world.storeTrouble.isEmpty()) {
      assertThat(world.committed).as("Complete is committed").containsKey(after.runId);
    }
    if (Phase.FAILED.is(after.phase) && after.runId != null && world.storeTrouble.isEmpty()) {
      assertThat(world.committed).as("Failed is not committed").doesNotContainKey(after.runId);
    }
  }

  private List<RetryRecord> records(BackupStatus status) {
    List<RetryRecord> records =
        status.backoffRetryStatus == null ? List.of() : status.backoffRetryStatus;
    assertThat(records).hasSizeLessThanOrEqualTo(policy.maxRetries());
    for (int i = 0; i < records.size(); i++) {
      RetryRecord record = records.get(i);
      assertThat(record.retryNum).isEqualTo(i + 1);
      assertThat(between(record.detectFailedAt, record.expectedRetryAt))
          .isEqualTo(policy.delay(i + 1));
      boolean last = i == records.size() - 1;
      assertThat(record.realRetryAt != null || last).as("only the last is pending").isTrue();
      if (i > 0) {
        assertThat(between(records.get(i - 1).realRetryAt, record.detectFailedAt))
            .isGreaterThanOrEqualTo(Duration.ZERO);
      }
    }
    if (status.attempt != null) {
      long begun = records.stream().filter(record -> record.realRetryAt != null).count();
      assertThat((long) status.attempt).isEqualTo(1 + begun);
    }
    return records;
  }

  private static void appended(List<RetryRecord> before, List<RetryRecord> after) {
    assertThat(after.size() - before.size()).isBetween(0, 1);
    for (int i = 0; i < before.size(); i++) {
      RetryRecord old = Statuses.copy(before.get(i));
      old.realRetryAt = old.realRetryAt == null ? after.get(i).realRetryAt : old.realRetryAt;
      assertThat(Statuses.same(old, after.get(i))).as("a record is never rewritten").isTrue();
    }
  }

  private static void monotone(BackupStatus before, BackupStatus after) {
    int attempt = before.attempt == null ? 0 : before.attempt;
    assertThat(after.attempt == null ? 0 : after.attempt).isBetween(attempt, attempt + 1);
    if (before.timeStarted != null) {
      assertThat(after.timeStarted).isEqualTo(before.timeStarted);
    }
    if (before.timeCompleted != null) {
      assertThat(after.timeCompleted).isEqualTo(before.timeCompleted);
    } else if (after.timeCompleted != null && after.timeStarted != null) {
      assertThat(between(after.timeStarted, after.timeCompleted))
          .isGreaterThanOrEqualTo(Duration.ZERO);
    }
    if (before.runId != null) {
      boolean same = before.runId.equals(after.runId);
      assertThat(same).isEqualTo(before.attempt.equals(after.attempt));
      assertThat(after.runId).isGreaterThanOrEqualTo(before.runId);
    }
  }

  private static Duration between(String from, String to) {
    return Duration.between(Instant.parse(from), Instant.parse(to));
  }
}
