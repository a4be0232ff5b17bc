package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.RetryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mode log past its admission, which refuses it for now: the decisions are those it will have. */
class LogModeTest {
  private static final Rules RULES = TestRules.standard();

  private World world = underWay(RULES);

  /** Begun as a snapshot, so that it gets past admission. */
  private static World underWay(Rules rules) {
    World world = new World(Backups.redis(), rules);
    world.claims.put("data", new ClaimFact(true, List.of("ReadWriteOnce"), List.of()));
    world.pass();
    world.runs(world.job());
    world.pass();
    world.backup.getSpec().mode = "log";
    world.pass();
    world.notices.clear();
    return world;
  }

  private RetryRecord lastRecord() {
    List<RetryRecord> records = world.status().backoffRetryStatus;
    return records.get(records.size() - 1);
  }

  private void retry() {
    world.now = Instant.parse(lastRecord().expectedRetryAt);
    world.pass();
    world.terminated();
    world.pass();
    world.runs(world.job());
  }

  @Test
  void failingForEver_fiveRecords_thirtySecondsAndDoubling() {
    for (long delay : new long[] {30, 60, 120, 240, 480}) {
      world.fails(world.job());
      world.pass();
      assertThat(Duration.between(world.now, Instant.parse(lastRecord().expectedRetryAt)))
          .isEqualTo(Duration.ofSeconds(delay));
      retry();
      world.pass();
    }
    world.fails(world.job());
    world.pass();
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo("ExceededMaxRetries");
    assertThat(world.status().backoffRetryStatus).hasSize(5);
    assertThat(world.notified())
        .startsWith("RetryScheduled", "LogBackupJobFailed", "RetryStarted", "RetryingLogBackup")
        .endsWith("RetryExhausted", "LogBackupJobFailed", "BackupFailed");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void taskAtWork_isRecoveredViaKernelSync_withoutANewJob(boolean atRetryTime) {
    LogTaskFact working = new LogTaskFact(true, "checkpoint 4711 moved 2 s ago");
    world.logTask = atRetryTime ? world.logTask : working;
    world.fails(world.job());
    world.pass();
    if (atRetryTime) {
      world.logTask = working;
      world.now = Instant.parse(lastRecord().expectedRetryAt);
      world.pass();
    }
    assertThat(world.status().phase).isEqualTo("Running");
    assertThat(world.status().backoffRetryStatus).isNull();
    assertThat(world.status().failure).isNull();
    assertThat(world.started).hasSize(1);
    assertThat(world.notified()).contains("RecoveredViaKernelSync");
    assertThat(world.notices.get(world.notices.size() - 1).message()).contains("4711");
    int writes = world.statusWrites;
    world.pass();
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes);
  }

  @Test
  void success_endsTheIncident_theNextCountsFromOne() {
    world.fails(world.job());
    world.pass();
    retry();
    world.logTask = new LogTaskFact(true, "checkpoint 1 moved");
    world.pass();
    world.pass();
    assertThat(world.status().backoffRetryStatus).isNull();
    assertThat(world.notified()).contains("RetrySucceeded");
    world.logTask = new LogTaskFact(false, "");
    world.after(Duration.ofHours(2));
    world.fails(world.job());
    world.pass();
    assertThat(lastRecord().retryNum).isEqualTo(1);
    retry();
    assertThat(world.status().attempt).isEqualTo(3);
  }

  @Test
  void retriesSwitchedOff_failsAtOnce_andOnlyInModeLog() {
    Rules off =
        new Rules(
            RULES.progressInterval(),
            RULES.minClean(),
            RULES.maxClean(),
            RULES.orphanAfter(),
            true,
            RULES.operatorNamespace());
    world = underWay(off);
    world.fails(world.job());
    world.pass();
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo("LogBackupJobFailed");
    assertThat(world.status().backoffRetryStatus).isNull();

    World snapshot = underWay(off);
    snapshot.backup.getSpec().mode = "snapshot";
    snapshot.fails(snapshot.job());
    snapshot.pass();
    assertThat(snapshot.status().phase).isEqualTo("RetryFailed");
  }
}
