package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One Backup of a free claim, and the usual things that happen to it. */
abstract class FlowFixture {
  static final ClaimFact FREE = new ClaimFact(true, List.of("ReadWriteOnce"), List.of());

  final World world = world(Backups.redis());

  static World world(Backup backup) {
    World world = new World(backup);
    world.claims.put("data", FREE);
    return world;
  }

  World failing(String min, Integer times, String timeout) {
    world.backup.getSpec().backoffRetryPolicy = Backups.policy(min, times, timeout);
    return world;
  }

  void begin() {
    world.pass();
    world.runs(world.job());
    world.pass();
  }

  /** The present worker fails, and the pass that sees it is over. */
  Step.Wait fail() {
    world.after(Duration.ofSeconds(1));
    world.fails(world.job());
    return world.pass();
  }

  /** To the time of the pending retry, and on to its Job. */
  void retry() {
    world.now = Instant.parse(lastRecord().expectedRetryAt);
    world.pass();
    world.terminated();
    world.pass();
    world.runs(world.job());
    world.pass();
  }

  RetryRecord lastRecord() {
    List<RetryRecord> records = world.status().backoffRetryStatus;
    return records.get(records.size() - 1);
  }

  static String condition(BackupStatus status, String type) {
    return Conditions.find(status.conditions, type).orElseThrow().status;
  }
}
