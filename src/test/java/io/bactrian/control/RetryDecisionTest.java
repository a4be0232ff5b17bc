package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.BackoffRetryPolicy;
import io.bactrian.api.RetryRecord;
import io.bactrian.engine.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

  private static WorkerFailure failure(boolean retryable, String evidence) {
    return new WorkerFailure("transient", "Unreachable", "reset", "hint", retryable, evidence);
  }

  private static List<RetryRecord> records(int count, Instant first) {
    List<RetryRecord> records = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      RetryRecord record = new RetryRecord();
      record.retryNum = i;
      record.detectFailedAt = first.plusSeconds(i - 1).toString();
      records.add(record);
    }
    return records;
  }

  @ParameterizedTest
  @CsvSource({
    "snapshot, 1, 300",
    "snapshot, 2, 600",
    "log, 1, 30",
    "log, 2, 60",
    "log, 4, 240",
    "log, 5, 480",
    "log, 6, 600",
    "log, 50, 600",
  })
  void defaults_delayDoubles_logAtMostTenMinutes(String mode, int number, long seconds) {
    RetryPolicy policy = RetryPolicy.of(null, Mode.of(mode));
    assertThat(policy.delay(number)).isEqualTo(Duration.ofSeconds(seconds));
  }

  /** A policy that was edited under way: what parses of it still holds. */
  @Test
  void spoiledMember_hasItsDefault_andNoOther() {
    RetryPolicy none = RetryPolicy.orStandard(Backups.policy("abc", 0, "1h"), Mode.SNAPSHOT);
    assertThat(none.disabled()).isTrue();
    assertThat(none.min()).isEqualTo(Duration.ofSeconds(300));
    assertThat(none.timeout()).isEqualTo(Duration.ofHours(1));
    RetryPolicy quick = RetryPolicy.orStandard(Backups.policy("7s", null, "-1m"), Mode.LOG);
    assertThat(quick.min()).isEqualTo(Duration.ofSeconds(7));
    assertThat(quick.timeout()).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @CsvSource({"snapshot, 2", "log, 5"})
  void defaults_countAndTimeout(String mode, int times) {
    RetryPolicy policy = RetryPolicy.of(new BackoffRetryPolicy(), Mode.of(mode));
    assertThat(policy.maxRetries()).isEqualTo(times);
    assertThat(policy.timeout()).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "36500d", "999999999999w"})
  void hugeDelays_doNotOverflow(String min) {
    RetryPolicy policy = RetryPolicy.of(Backups.policy(min, 50, "999999999999w"), Mode.SNAPSHOT);
    for (int number = 1; number <= 50; number++) {
      assertThat(policy.delay(number)).isBetween(Duration.ofSeconds(1), Duration.ofDays(36_500));
      assertThat(RetryDecision.of(policy, records(number - 1, NOW), failure(true, ""), NOW))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 2, 30m", "2s, 0, 30m", "2s, 2, 0", "0s, 2, 30m", "2s, 2, 0m"})
  void explicitZero_disables(String min, int times, String timeout) {
    RetryPolicy policy = RetryPolicy.of(Backups.policy(min, times, timeout), Mode.SNAPSHOT);
    assertThat(RetryDecision.of(policy, List.of(), failure(true, ""), NOW))
        .isInstanceOfSatisfying(
            RetryDecision.GiveUp.class,
            giveUp -> assertThat(giveUp.keyword()).isEqualTo("ExceededMaxRetries"));
  }

  @Test
  void badDuration_isRefused_butNeverStopsABackupUnderWay() {
    BackoffRetryPolicy spec = Backups.policy("soon", 2, null);
    assertThatThrownBy(() -> RetryPolicy.of(spec, Mode.SNAPSHOT)).isInstanceOf(Failure.class);
    assertThat(RetryPolicy.orStandard(spec, Mode.SNAPSHOT))
        .isEqualTo(RetryPolicy.standard(Mode.SNAPSHOT));
  }

  /** Policy 2s/2/timeout; records so far; seconds since the first failure; what comes. */
  @ParameterizedTest
  @CsvSource({
    "0,    0, 30m, retry 1 after 2",
    "1,    3, 30m, retry 2 after 4",
    "2,    9, 30m, ExceededMaxRetries",
    "1,    0, 4s,  retry 2 after 4",
    "1,    1, 4s,  RetryTimeout",
    "1,   60, 4s,  RetryTimeout",
    "0,    0, 1s,  RetryTimeout",
    "0,    0, 2s,  retry 1 after 2",
    "2, 9000, 4s,  ExceededMaxRetries",
  })
  void decision(int so, int since, String timeout, String expected) {
    RetryPolicy policy = RetryPolicy.of(Backups.policy("2s", 2, timeout), Mode.SNAPSHOT);
    Instant at = NOW.plusSeconds(since);
    assertThat(text(RetryDecision.of(policy, records(so, NOW), failure(true, "x"), at), at))
        .isEqualTo(expected);
    assertThat(RetryDecision.of(policy, records(so, NOW), failure(false, "x"), at))
        .isEqualTo(new RetryDecision.NotRetryable());
  }

  private static String text(RetryDecision decision, Instant at) {
    if (decision instanceof RetryDecision.Retry retry) {
      RetryRecord record = retry.record();
      assertThat(record.detectFailedAt).isEqualTo(at.toString());
      assertThat(record.realRetryAt).isNull();
      Duration delay = Duration.between(at, Instant.parse(record.expectedRetryAt));
      return "retry " + record.retryNum + " after " + delay.toSeconds();
    }
    return ((RetryDecision.GiveUp) decision).keyword();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "ä", "語", "🐪", "<", "\n", "\uD800", "\u0000", "\u2028"})
  void record_isUnderOneKilobyte_howeverLongTheReason(String character) throws Exception {
    RetryPolicy policy = RetryPolicy.standard(Mode.SNAPSHOT);
    WorkerFailure failure = failure(true, character.repeat(5000));
    RetryDecision.Retry retry =
        (RetryDecision.Retry) RetryDecision.of(policy, List.of(), failure, NOW);
    retry.record().realRetryAt = NOW.toString();
    byte[] json = new ObjectMapper().writeValueAsBytes(retry.record());
    assertThat(json.length).isLessThan(1000);
    assertThat(new ObjectMapper().readValue(json, RetryRecord.class).originalReason)
        .isEqualTo(retry.record().originalReason)
        .doesNotContain("�");
  }

  @ParameterizedTest
  @CsvSource({
    "-1,    false",
    "0,     true",
    "3600,  true",
    "-62,   false",
    "-64,   true",
  })
  void due_overdueIsDue_andSoIsATimerOfAClockThatRanAhead(long seconds, boolean due) {
    RetryRecord record = new RetryRecord();
    record.detectFailedAt = NOW.minusSeconds(2).toString();
    record.expectedRetryAt = NOW.toString();
    assertThat(RetryDecision.due(record, NOW.plusSeconds(seconds))).isEqualTo(due);
  }
}
