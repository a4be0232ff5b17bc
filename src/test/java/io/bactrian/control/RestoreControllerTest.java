package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.control.RestoreWorld.Worker;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The workload stopped and put back, the worker tried again, whatever happens. */
class RestoreControllerTest extends RestoreFlowFixture {
  @Test
  void next_workload_stoppedRememberedPutBackAndReadyBeforeComplete() {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.replicas).isEqualTo(3);
    assertThat(world.status().workload.replicas).isEqualTo(3);
    assertThat(world.status().workload.restored).isTrue();
    assertThat(world.restore.getMetadata().getFinalizers()).isEmpty();
    assertThat(world.notices)
        .extracting(Notice::reason)
        .containsExactly("StoppingWorkload", "Scheduled", "WorkloadPutBack", "RestoreComplete");
  }

  @Test
  void next_workloadNeverReady_warnsOnceAndKeepsWaiting() {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.becomesReady = false;
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Running");
    assertThat(world.notices).extracting(Notice::reason).containsOnlyOnce("WorkloadNotReady");
    assertThat(reason(world)).isEqualTo("WorkloadNotReady");
    world.becomesReady = true;
    world.runFor(Duration.ofMinutes(2));
    assertThat(world.status().phase).isEqualTo("Complete");
  }

  @ParameterizedTest
  @CsvSource({
    "FAILS,ExceededMaxRetries,3",
    "DIES,ExceededMaxRetries,3",
    "VANISHES,ExceededMaxRetries,3",
    "FAILS_FOR_GOOD,Trouble,1"
  })
  void next_workerNeverSucceeds_failedByPolicyAndWorkloadPutBack(
      Worker worker, String reason, int jobs) {
    RestoreWorld world =
        new RestoreWorld(
            ofWorkload()
                .with("/spec/backoffRetryPolicy", "{minRetryDuration: 2s, maxRetryTimes: 2}")
                .restore());
    world.worker = worker;
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo(reason);
    assertThat(world.started).hasSize(jobs);
    assertThat(world.replicas).isEqualTo(3);
    assertThat(world.restore.getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void next_failsOnce_oneRecordAndComplete() {
    RestoreWorld world =
        idle(plain().with("/spec/backoffRetryPolicy", "{minRetryDuration: 2s, maxRetryTimes: 2}"));
    world.worker = Worker.FAILS;
    while (world.status().backoffRetryStatus == null) {
      world.runFor(Duration.ofSeconds(1));
    }
    world.worker = Worker.SUCCEEDS;
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.status().backoffRetryStatus).hasSize(1);
    assertThat(world.status().backoffRetryStatus.get(0).realRetryAt).isNotNull();
    assertThat(world.notices)
        .extracting(Notice::reason)
        .contains("RetryScheduled", "RetryStarted", "RetrySucceeded");
  }

  @Test
  void next_claimInUseWithoutWorkload_waitsWithHintUntilFree() {
    RestoreWorld world = idle(plain());
    world.strangers.add("editor-0");
    world.runFor(HOUR.multipliedBy(3));
    assertThat(world.started).isEmpty();
    assertThat(reason(world)).isEqualTo("ClaimInUse");
    assertThat(world.status().phase).isEqualTo("Scheduled");
    assertThat(world.notices).extracting(Notice::reason).contains("ClaimInUse");
    assertThat(Conditions.find(world.status().conditions, "Ready").orElseThrow().message)
        .contains("editor-0", "spec.target.workload");
    world.strangers.clear();
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Complete");
  }

  @Test
  void next_claimInUseByAnotherThanTheWorkload_workloadIsNotKeptDownForEver() {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.strangers.add("editor-0");
    world.runFor(HOUR);
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo("ClaimInUse");
    assertThat(world.replicas).isEqualTo(3);
  }

  @Test
  void next_scaledBySomebodyAfterwards_isHeeded() {
    RestoreWorld world = new RestoreWorld(ofWorkload().restore());
    world.becomesReady = false;
    world.runFor(Duration.ofMinutes(5));
    assertThat(world.status().workload.restored).isTrue();
    world.replicas = 1;
    world.becomesReady = true;
    world.runFor(HOUR);
    assertThat(world.replicas).isEqualTo(1);
    assertThat(world.status().phase).isEqualTo("Complete");
  }

  /** Killed after any step, deleted at any time, failing anyhow: the world checks. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anything_inTheEnd_replicasArePutBackAndNoFinalizerStays(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      RestoreWorld world =
          new RestoreWorld(
              ofWorkload()
                  .with("/spec/backoffRetryPolicy", "{minRetryDuration: 7s, maxRetryTimes: 2}")
                  .restore());
      int deleteAt = random.nextInt(200);
      for (int i = 0; i < 100; i++) {
        happen(world, random);
        if (i == deleteAt) {
          delete(world);
        }
        world.pass(1 + random.nextInt(8));
        world.tick(Duration.ofSeconds(random.nextInt(12)));
      }
      settle(world);
      assertThat(world.replicas)
          .as("seed %s round %s: %s", seed, round, world.status().phase)
          .isEqualTo(3);
      assertThat(world.restore.getMetadata().getFinalizers()).isEmpty();
      assertThat(world.gone || world.isFinal()).isTrue();
    }
  }

  private static void happen(RestoreWorld world, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> world.worker = Worker.values()[random.nextInt(Worker.values().length)];
      case 1 -> world.strangers.add("stranger");
      case 2 -> world.strangers.clear();
      default -> {}
    }
  }

  private static void delete(RestoreWorld world) {
    world.restore.getMetadata().setDeletionTimestamp(world.now().toString());
    world.gone = world.restore.getMetadata().getFinalizers().isEmpty();
  }

  private static void settle(RestoreWorld world) {
    world.strangers.clear();
    world.runFor(HOUR.multipliedBy(2));
  }
}
