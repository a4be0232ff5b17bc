package io.bactrian.control;

import java.time.Duration;

/** Restores to be run in a {@link RestoreWorld}. */
abstract class RestoreFlowFixture {
  static final Duration HOUR = Duration.ofHours(1);

  static Documents plain() {
    return Documents.of(Documents.RESTORE);
  }

  static Documents ofWorkload() {
    return plain().with("/spec/target/workload", "{kind: StatefulSet, name: db}");
  }

  static RestoreWorld idle(Documents restore) {
    RestoreWorld world = new RestoreWorld(restore.restore());
    world.replicas = 0;
    world.existing = 0;
    return world;
  }

  static String reason(RestoreWorld world) {
    return Conditions.find(world.status().conditions, "Reconciling").orElseThrow().reason;
  }
}
