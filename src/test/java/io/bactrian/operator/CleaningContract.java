package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deleting a Backup frees its storage, or leaves it, as its owner says. */
abstract class CleaningContract extends OperatorContract {

  @Test
  void delete_emptiesTheStorage() {
    backup("gone", "cleanPolicy: Delete");
    awaitPhase("gone", "Complete");
    assertThat(store.keys("gone")).isNotEmpty();
    world.delete("Backup", "gone");
    awaitGone("Backup", "gone");
    assertThat(store.keys("gone")).isEmpty();
  }

  @Test
  void retain_leavesIt() {
    backup("kept");
    awaitPhase("kept", "Complete");
    world.delete("Backup", "kept");
    awaitGone("Backup", "kept");
    assertThat(store.committed("kept")).hasSize(1);
  }

  @Test
  void aPolicyChangedLater_isFollowed() {
    backup("changed");
    awaitPhase("changed", "Complete");
    backup("changed", "cleanPolicy: Delete");
    eventually()
        .until(() -> !world.resource("Backup", "changed").at("/metadata/finalizers").isEmpty());
    world.delete("Backup", "changed");
    awaitGone("Backup", "changed");
    assertThat(store.keys("changed")).isEmpty();
  }

  @Test
  void delete_whileTheRunIsGoing_leavesNothing() {
    store.fail("put", ".*/STREAM", "mute");
    backup("running", "cleanPolicy: Delete");
    eventually()
        .until(() -> store.keys("running").stream().anyMatch(key -> key.contains("/data/")));
    world.delete("Backup", "running");
    eventually()
        .until(() -> world.resource("Backup", "running").at("/metadata").has("deletionTimestamp"));
    store.heal();
    awaitGone("Backup", "running");
    assertThat(store.keys("running")).isEmpty();
  }

  @Test
  @Tag(KILLS)
  void aCleaningThatFailsHalfWay_isTriedUntilNothingIsLeft() {
    backup("stubborn", "cleanPolicy: Delete");
    awaitPhase("stubborn", "Complete");
    store.fail("delete", ".*/data/.*", "503");
    world.delete("Backup", "stubborn");
    eventually().until(() -> phase("stubborn").equals("CleanFailed"));
    assertThat(store.keys("stubborn")).isNotEmpty();
    world.killAll();
    store.heal();
    world.start();
    awaitGone("Backup", "stubborn");
    assertThat(store.keys("stubborn")).isEmpty();
  }

  @Test
  void onFailure_cleansWhatFailed() {
    store.fail("put", ".*/manifest.json", "503");
    backup("half", "cleanPolicy: OnFailure", policy("1s", 0, "30m"));
    awaitPhase("half", "Failed");
    assertThat(store.keys("half")).isNotEmpty();
    store.heal();
    world.delete("Backup", "half");
    awaitGone("Backup", "half");
    assertThat(store.keys("half")).isEmpty();
  }
}
