package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole backup is tried again as its owner says, with real failing workers. */
abstract class RetryContract extends OperatorContract {

  @Test
  void success_isComplete_withAllThatThereIsToSay() {
    backup("good");
    awaitPhase("good", "Complete");
    JsonNode status = status("good");
    assertThat(store.committed("good")).containsExactly(status.path("runId").asText());
    assertThat(status.path("backupPath").asText())
        .isEqualTo(world.namespace() + "/good/" + status.path("runId").asText());
    assertThat(status.path("attempt").asInt()).isEqualTo(1);
    assertThat(status.path("files").asInt()).isEqualTo(2);
    assertThat(status.path("backupSize").asLong()).isGreaterThan(300_000);
    assertThat(condition("good", "Complete")).startsWith("True");
    assertThat(condition("good", "Ready")).startsWith("True");
    assertThat(records("good")).isEmpty();
  }

  @Test
  void forEverFailing_isTriedAsOftenAsAllowed_thenFails() {
    store.failAll("503");
    backup("doomed", policy("2s", 2, "30m"));
    awaitPhase("doomed", "Failed");
    JsonNode records = records("doomed");
    assertThat(records).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(records.get(i).path("retryNum").asInt()).isEqualTo(i + 1);
      assertThat(between(records.get(i), "detectFailedAt", "expectedRetryAt"))
          .isEqualTo(Duration.ofSeconds(2L << i));
      assertThat(between(records.get(i), "expectedRetryAt", "realRetryAt"))
          .isBetween(Duration.ZERO, Duration.ofMinutes(2));
      assertThat(records.get(i).toString().length()).isLessThan(1024);
    }
    assertThat(status("doomed").path("failure").path("reason").asText())
        .isEqualTo("ExceededMaxRetries");
    assertThat(condition("doomed", "Stalled")).startsWith("True");
    awaitEvents("doomed", "RetryExhausted");
    assertThat(Collections.frequency(world.events("Backup", "doomed"), "RetryScheduled"))
        .isEqualTo(2);
  }

  @Test
  void aTimeoutShorterThanTheNextDelay_endsIt() {
    store.failAll("503");
    backup("late", policy("2s", 5, "5s"));
    awaitPhase("late", "Failed");
    assertThat(records("late")).hasSize(1);
    assertThat(status("late").path("failure").path("reason").asText()).isEqualTo("RetryTimeout");
  }

  @Test
  void theCauseRemoved_oneRecord_andTheSecondWorkerKeepsWhatTheFirstStored() {
    store.fail("put", ".*/manifest.json", "503");
    backup("healed", policy("30s", 2, "30m")); // time enough to heal the store before it is due
    awaitPhase("healed", "RetryFailed");
    assertThat(store.keys("healed")).anyMatch(key -> key.contains("/data/"));
    store.heal();
    awaitPhase("healed", "Complete");
    assertThat(records("healed")).hasSize(1);
    assertThat(status("healed").path("attempt").asInt()).isEqualTo(2);
    assertThat(status("healed").path("bytesReused").asLong()).isGreaterThan(300_000);
    awaitEvents("healed", "RetryStarted", "RetrySucceeded");
  }

  @Test
  void noRetryAllowed_failsAtOnce() {
    store.failAll("503");
    backup("once", policy("2s", 0, "30m"));
    awaitPhase("once", "Failed");
    assertThat(records("once")).isEmpty();
  }

  @Test
  void aPermanentFailure_spendsNoRetry() {
    store.failAll("403");
    backup("denied", policy("2s", 2, "30m"));
    awaitPhase("denied", "Failed");
    assertThat(records("denied")).isEmpty();
    assertThat(status("denied").path("failure").path("class").asText()).isEqualTo("denied");
    assertThat(status("denied").path("failure").path("hint").asText()).isNotEmpty();
  }

  @Test
  @Tag(KILLS)
  void eventsAndAKillWhileARetryIsPending_addNoRecord() {
    store.failAll("503");
    backup("pending", policy("30s", 2, "30m")); // time enough for what follows
    awaitPhase("pending", "RetryFailed");
    String record = records("pending").toString();
    for (int i = 0; i < 5; i++) {
      long generation = i + 2L;
      backup("pending", policy("30s", 3 + i, "30m"));
      eventually()
          .until(
              () ->
                  world.resource("Backup", "pending").at("/metadata/generation").asLong()
                      >= generation);
    }
    world.killAll();
    world.start();
    assertThat(records("pending").toString()).isEqualTo(record);
    store.heal();
    awaitPhase("pending", "Complete");
    assertThat(records("pending")).hasSize(1);
    assertThat(between(records("pending").get(0), "expectedRetryAt", "realRetryAt"))
        .as("overdue: as soon as the new operator is there, however slowly this machine starts it")
        .isBetween(Duration.ZERO, Duration.ofMinutes(5));
  }

  @Test
  @Tag(KILLS)
  void aWorkerThatDiesAfterItsCommit_isComplete_withoutAnotherJob() {
    store.fail("*", ".*/manifest.json", "mute");
    backup("silent", policy("2s", 2, "30m"));
    eventually().until(() -> !store.committed("silent").isEmpty());
    String job = world.job("silent");
    world.killWorkers(store::heal);
    awaitPhase("silent", "Complete");
    assertThat(world.job("silent")).isEqualTo(job).isNotEmpty();
    assertThat(status("silent").path("attempt").asInt()).isEqualTo(1);
    assertThat(records("silent")).isEmpty();
    assertThat(store.committed("silent")).hasSize(1);
    awaitEvents("silent", "RecoveredViaStateSync");
  }

  @Test
  void aCommitThatNobodyAnswered_isComplete_atTheFirstAttempt() {
    store.fail("put", ".*/manifest.json", "mute");
    backup("unheard", policy("2s", 2, "30m"));
    awaitPhase("unheard", "Complete");
    assertThat(status("unheard").path("attempt").asInt()).isEqualTo(1);
    assertThat(records("unheard")).isEmpty();
  }

  @Test
  void anOlderBackupOfTheName_isNeverTakenForThisOne() {
    backup("again");
    awaitPhase("again", "Complete");
    world.delete("Backup", "again");
    awaitGone("Backup", "again");
    assertThat(store.committed("again")).hasSize(1);
    store.failAll("503");
    backup("again", policy("1s", 6, "30m"));
    eventually().until(() -> !records("again").isEmpty());
    store.heal();
    awaitPhase("again", "Complete");
    assertThat(store.committed("again")).hasSize(2);
    assertThat(world.events("Backup", "again")).doesNotContain("RecoveredViaStateSync");
  }
}
