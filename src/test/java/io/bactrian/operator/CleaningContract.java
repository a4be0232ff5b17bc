package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Deleting a Backup frees its storage, or leaves it, as its owner says. */
abstract class CleaningContract extends OperatorContract {

  private List<String> keysOf(String name) {
    return store.keys().stream().filter(key -> key.startsWith("default/" + name + "/")).toList();
  }

  @Test
  void delete_emptiesTheStorage() {
    backup("gone", "cleanPolicy: Delete");
    awaitPhase("gone", "Complete");
    assertThat(keysOf("gone")).isNotEmpty();
    world.delete("Backup", "gone");
    awaitGone("Backup", "gone");
    assertThat(keysOf("gone")).isEmpty();
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
    assertThat(keysOf("changed")).isEmpty();
  }

  @Test
  void delete_whileTheRunIsGoing_leavesNothing() {
    store.fail("put", ".*/STREAM", "mute");
    backup("running", "cleanPolicy: Delete");
    eventually().until(() -> keysOf("running").stream().anyMatch(key -> key.contains("/data/")));
    world.delete("Backup", "running");
    eventually()
        .until(() -> world.resource("Backup", "running").at("/metadata").has("deletionTimestamp"));
    store.heal();
    awaitGone("Backup", "running");
    assertThat(keysOf("running")).isEmpty();
  }

  @Test
  void aCleaningThatFailsHalfWay_isTriedUntilNothingIsLeft() {
    backup("stubborn", "cleanPolicy: Delete");
    awaitPhase("stubborn", "Complete");
    store.fail("delete", ".*/data/.*", "503");
    world.delete("Backup", "stubborn");
    eventually().until(() -> phase("stubborn").equals("CleanFailed"));
    assertThat(keysOf("stubborn")).isNotEmpty();
    world.killAll();
    store.heal();
    world.start();
    awaitGone("Backup", "stubborn");
    assertThat(keysOf("stubborn")).isEmpty();
  }

  @Test
  void onFailure_cleansWhatFailed() {
    store.fail("put", ".*/manifest.json", "503");
    backup("half", "cleanPolicy: OnFailure", policy("1s", 0, "30m"));
    awaitPhase("half", "Failed");
    assertThat(keysOf("half")).isNotEmpty();
    store.heal();
    world.delete("Backup", "half");
    awaitGone("Backup", "half");
    assertThat(keysOf("half")).isEmpty();
  }
}
