package io.bactrian.control;

import io.bactrian.api.Backup;
import org.junit.jupiter.api.BeforeEach;

/** A Backup whose objects go with it, and what happens when it is deleted. */
abstract class CleaningFixture extends FlowFixture {
  final Backup backup = world.backup;

  @BeforeEach
  void isCleaned() {
    backup.getSpec().cleanPolicy = "Delete";
  }

  void delete() {
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    world.terminated();
    world.strayPods.clear();
    world.pass();
  }

  void cleanFails() {
    world.ends(
        world.cleanJob(),
        JobFact.State.FAILED,
        1,
        Backups.failure("transient", "Unreachable", true));
    world.pass();
  }
}
