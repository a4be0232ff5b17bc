package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a deleted Backup is cleaned, and how long that is tried. */
class CleaningTest extends CleaningFixture {
  /** Policy, how the Backup ended; whether a clean Job is needed. */
  @ParameterizedTest
  @CsvSource({
    "Delete,    Complete, true",
    "Delete,    Failed,   true",
    "OnFailure, Complete, false",
    "OnFailure, Failed,   true",
    "OnFailure, Running,  true",
    "Delete,    Running,  true",
    "Delete,    Retrying, true",
  })
  void deleted_isCleanedAsThePolicySays(String policy, String end, boolean cleaned) {
    backup.getSpec().cleanPolicy = policy;
    begin();
    switch (end) {
      case "Complete" -> world.succeeds(world.job());
      case "Failed" ->
          world.ends(
              world.job(),
              JobFact.State.FAILED,
              4,
              Backups.failure("denied", "AccessDenied", false));
      case "Retrying" -> world.fails(world.job());
      default -> {}
    }
    world.pass();
    delete();
    assertThat(world.cleanJob() != null).isEqualTo(cleaned);
    if (cleaned) {
      assertThat(world.status().phase).isEqualTo("Clean");
      JobOrder order = world.cleanJob().order;
      assertThat(order.job().namespace()).isEqualTo("bactrian-system");
      assertThat(order.owned()).isFalse();
      assertThat(order.order().task).isEqualTo("clean");
      assertThat(order.order().stored).isEqualTo(end.equals("Complete") ? Boolean.TRUE : null);
      assertThat(order.order().runIds).containsExactlyElementsOf(world.stored);
      world.cleans(world.cleanJob());
      world.pass();
      assertThat(world.cleanJob().state).isEqualTo(JobFact.State.TERMINATING);
      assertThat(world.stored).isEmpty();
    }
    assertThat(world.gone).isTrue();
  }

  @Test
  void deletedWhileRunning_theWorkerIsGoneBeforeCleaningBegins() {
    begin();
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    assertThat(world.job().state).isEqualTo(JobFact.State.TERMINATING);
    assertThat(world.cleanJob()).isNull();
    world.vanishes(JobNames.backup("shop", "redis"));
    world.pass();
    assertThat(world.cleanJob()).isNull();
    world.strayPods.clear();
    world.pass();
    assertThat(world.cleanJob()).isNotNull();
  }

  @Test
  void deletedBeforeAnythingWasStarted_needsNoCleanJob() {
    world.claims.clear();
    world.pass();
    delete();
    assertThat(world.gone).isTrue();
    assertThat(world.started).isEmpty();
  }

  @Test
  void runsOfAllAttempts_areCleaned() {
    backup.getSpec().backoffRetryPolicy = Backups.policy("1s", 3, "30m");
    begin();
    for (int i = 0; i < 3; i++) {
      world.fails(world.job());
      world.pass();
      world.after(Duration.ofMinutes(1));
      world.pass();
      world.terminated();
      world.pass();
      world.runs(world.job());
    }
    delete();
    assertThat(world.stored).hasSize(4);
    assertThat(world.cleanJob().order.order().runIds).containsExactlyElementsOf(world.stored);
  }

  @Test
  void failingForEver_isTriedForEver_moreAndMoreSlowly() {
    begin();
    delete();
    long expected = 10;
    for (int attempt = 1; attempt <= 12; attempt++) {
      assertThat(world.cleanJob().attempt).isEqualTo(attempt);
      cleanFails();
      assertThat(world.status().phase).isEqualTo("CleanFailed");
      assertThat(world.status().cleanAttempts).isEqualTo(attempt);
      Instant next = Instant.parse(world.status().cleanRetryAt);
      assertThat(Duration.between(world.now, next))
          .isEqualTo(Duration.ofSeconds(Math.min(expected, 600)));
      int writes = world.statusWrites;
      world.now = next.minusSeconds(1);
      world.pass();
      assertThat(world.statusWrites).isEqualTo(writes);
      world.now = next;
      world.pass();
      world.terminated();
      world.pass();
      expected *= 2;
    }
    assertThat(world.gone).isFalse();
    assertThat(world.status().cleanFailedAt).isEqualTo("2026-11-21T02:00:00Z");
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.notified()).contains("CleanFailed", "Cleaned");
  }

  @Test
  void policyChangedToRetain_givesUpCleaning() {
    begin();
    delete();
    cleanFails();
    backup.getSpec().cleanPolicy = "Retain";
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.stored).isNotEmpty();
  }

  /** Whoever says Retain while it is cleaned wants to keep what is left. */
  @Test
  void policyChangedToRetain_stopsACleanJobThatRuns() {
    begin();
    delete();
    assertThat(world.cleanJob()).isNotNull();
    backup.getSpec().cleanPolicy = "Retain";
    world.pass();
    assertThat(world.stepsOf(Step.RemoveJob.class))
        .extracting(step -> step.job().namespace())
        .contains("bactrian-system");
    world.terminated();
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.cleanJob()).isNull();
  }

  @Test
  void cleanJobOfADeadPredecessor_isRemovedFirst() {
    begin();
    JobKey key = JobNames.clean("bactrian-system", "shop", "redis");
    SimJob old = new SimJob("dead-uid", 1, null);
    old.state = JobFact.State.SUCCEEDED;
    world.jobs.put(key, old);
    delete();
    assertThat(world.gone).isFalse();
    world.terminated();
    world.pass();
    assertThat(world.jobs.get(key).uid).isEqualTo(Backups.UID);
  }

  @Test
  void deletedWithoutOurFinalizer_nothingIsDone() {
    backup.getSpec().cleanPolicy = "Retain";
    begin();
    backup.getMetadata().setFinalizers(List.of("example.com/other"));
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.steps.clear();
    assertThat(world.pass()).isEqualTo(Step.Wait.forChange());
    assertThat(world.steps).hasSize(1);
  }

  @Test
  void strayPodOfTheWorker_isWaitedFor() {
    begin();
    world.strayPods.put(Backups.UID, Set.of("elsewhere"));
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    world.terminated();
    world.pass();
    assertThat(world.cleanJob()).isNull();
    assertThat(Conditions.find(world.status().conditions, "Reconciling").orElseThrow().message)
        .contains("elsewhere");
  }
}
