package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of a Backup whose worker fails, is lost, or only seems so. */
class RetryFlowTest extends FlowFixture {
  @Test
  void failingForEver_twoRecordsTwoAndFourSecondsApart_thenExceededMaxRetries() {
    failing("2s", 2, "30m");
    begin();
    assertThat(fail().until()).contains(Instant.parse("2026-11-21T02:00:03Z"));
    retry();
    fail();
    retry();
    fail();
    BackupStatus status = world.status();
    assertThat(status.phase).isEqualTo("Failed");
    assertThat(status.failure.reason).isEqualTo("ExceededMaxRetries");
    assertThat(status.failure.failureClass).isEqualTo("transient");
    assertThat(status.failure.message).contains("connection reset");
    assertThat(condition(status, "Stalled")).isEqualTo("True");
    assertThat(status.backoffRetryStatus)
        .extracting(record -> record.retryNum)
        .containsExactly(1, 2);
    assertThat(status.backoffRetryStatus)
        .extracting(
            record ->
                Duration.between(
                    Instant.parse(record.detectFailedAt), Instant.parse(record.expectedRetryAt)))
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(status.backoffRetryStatus)
        .allSatisfy(record -> assertThat(record.realRetryAt).isEqualTo(record.expectedRetryAt));
    assertThat(world.started).hasSize(3);
    assertThat(RunIds.all(status, Backups.UID))
        .isEqualTo(world.started.stream().map(order -> order.order().runIds.get(0)).toList());
    assertThat(world.notified()).contains("RetryExhausted", "BackupFailed");
  }

  @Test
  void retryCycle_isThreeStatusWrites() {
    failing("2s", 3, "30m");
    begin();
    int before = world.statusWrites;
    fail();
    retry();
    assertThat(world.statusWrites - before).isEqualTo(3);
  }

  @Test
  void retryTimeout_shorterThanTheSecondDelay_oneRetry() {
    failing("2s", 5, "3s");
    begin();
    fail();
    retry();
    fail();
    assertThat(world.status().failure.reason).isEqualTo("RetryTimeout");
    assertThat(world.status().backoffRetryStatus).hasSize(1);
  }

  @Test
  void zeroRetries_failsAtOnce_absentIsNotZero() {
    failing("2s", 0, "30m");
    begin();
    fail();
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo("ExceededMaxRetries");
    assertThat(world.status().backoffRetryStatus).isNull();

    World other = world(Backups.redis());
    other.pass();
    other.fails(other.job());
    other.pass();
    assertThat(other.status().phase).isEqualTo("RetryFailed");
    assertThat(other.status().backoffRetryStatus.get(0).expectedRetryAt)
        .isEqualTo("2026-11-21T02:05:00Z");
  }

  @Test
  void permanentFailure_spendsNoRetry() {
    begin();
    world.ends(
        world.job(), JobFact.State.FAILED, 4, Backups.failure("denied", "AccessDenied", false));
    world.pass();
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo("AccessDenied");
    assertThat(world.status().failure.failureClass).isEqualTo("denied");
    assertThat(world.status().failure.hint).isNotEmpty();
    assertThat(world.status().backoffRetryStatus).isNull();
    assertThat(world.notified()).doesNotContain("RetryExhausted");
  }

  @Test
  void causeRemoved_oneRecordThenComplete() {
    failing("2s", 2, "30m");
    begin();
    fail();
    retry();
    world.succeeds(world.job());
    world.pass();
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.status().failure).isNull();
    assertThat(world.status().backoffRetryStatus).hasSize(1);
    assertThat(world.notified())
        .containsExactly(
            "Scheduled", "RetryScheduled", "RetryStarted", "RetrySucceeded", "BackupComplete");
  }

  @Test
  void hundredEventsWhileARetryIsPending_addNothingAndAskNothing() {
    begin();
    fail();
    int writes = world.statusWrites;
    world.steps.clear();
    for (int i = 0; i < 100; i++) {
      world.after(Duration.ofSeconds(1));
      assertThat(world.pass().until()).contains(Instant.parse(lastRecord().expectedRetryAt));
    }
    assertThat(world.statusWrites).isEqualTo(writes);
    assertThat(world.stepsOf(Step.Ask.class)).isEmpty();
    assertThat(world.status().backoffRetryStatus).hasSize(1);
  }

  @Test
  void overdueRetry_startsNow() {
    begin();
    fail();
    world.after(Duration.ofHours(5));
    world.pass();
    assertThat(world.status().phase).isEqualTo("Restart");
    assertThat(lastRecord().realRetryAt).isEqualTo(world.now.toString());
  }

  @Test
  void deathAfterTheCommit_isCompleteWithoutANewJob() {
    begin();
    world.commits(world.job());
    world.ends(world.job(), JobFact.State.FAILED, 137, null);
    world.job().containerReason = "OOMKilled";
    world.pass();
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.started).hasSize(1);
    assertThat(world.notified())
        .containsExactly("Scheduled", "RecoveredViaStateSync", "BackupComplete");
    assertThat(world.notices.get(1).message()).contains("OOMKilled").contains(Backups.UID);
  }

  @Test
  void commitSeenAtRetryTime_isCompleteWithoutANewJob() {
    begin();
    SimJob first = world.job();
    fail();
    world.commits(first);
    world.now = Instant.parse(lastRecord().expectedRetryAt);
    world.pass();
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.started).hasSize(1);
    assertThat(world.notified()).contains("RecoveredViaStateSync").doesNotContain("RetrySucceeded");
  }

  @Test
  void olderRunOfTheSameName_isNeverTakenForThisOne() {
    begin();
    RunFact.Run foreign =
        new RunFact.Run(
            world.status().runId, "another-uid", 1, 1, 1, 1, 1, 0, "2026-11-20T00:00:00Z");
    world.committed.put(world.status().runId, foreign);
    fail();
    assertThat(world.status().phase).isEqualTo("RetryFailed");
  }

  @Test
  void workerStillAlive_nothingStarts_andItIsSaid() {
    begin();
    JobKey key = new JobKey("shop", "backup-redis");
    world.vanishes(key);
    world.pass();
    assertThat(world.status().phase).isEqualTo("Scheduled");
    assertThat(Conditions.find(world.status().conditions, "Reconciling").orElseThrow().reason)
        .isEqualTo("WorkerAlive");
    int writes = world.statusWrites;
    world.after(Duration.ofHours(1));
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes);
    world.strayPods.clear();
    world.pass();
    assertThat(world.status().phase).isEqualTo("RetryFailed");
    assertThat(lastRecord().retryReason).isEqualTo("JobLost");
  }

  @Test
  void podStillTerminatingAtRetryTime_nothingStarts() {
    begin();
    fail();
    world.strayPods.put(Backups.UID, Set.of("backup-redis-x"));
    world.now = Instant.parse(lastRecord().expectedRetryAt);
    world.pass();
    assertThat(world.status().phase).isEqualTo("RetryFailed");
    assertThat(world.started).hasSize(1);
  }

  @Test
  void clockSetBack_statusNeverGoesBackwards_andTheRetryIsNotStalled() {
    failing("2s", 2, "30m");
    begin();
    world.now = world.now.minus(Duration.ofHours(3));
    world.fails(world.job());
    world.pass();
    assertThat(lastRecord().detectFailedAt).isEqualTo("2026-11-21T02:00:00Z");
    assertThat(world.status().phase).isEqualTo("Restart");
    world.terminated();
    world.pass();
    world.succeeds(world.job());
    world.pass();
    assertThat(world.status().timeCompleted).isEqualTo("2026-11-21T02:00:00Z");
    assertThat(world.status().runId).startsWith("20261121T020001Z");
  }
}
