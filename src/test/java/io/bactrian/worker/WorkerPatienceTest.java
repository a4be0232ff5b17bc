package io.bactrian.worker;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers of one name, as when a schedule cleans an old backup and begins the next. */
class WorkerPatienceTest {
  private static final String FIRST = "20261121T020000Z-aaaaaa";
  private static final String SECOND = "20261121T020500Z-bbbbbb";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path place;
  private OrderRig rig;
  private Path gate;

  @BeforeEach
  void rig() throws IOException {
    rig = new OrderRig(place);
    rig.faulty().set("bactrian.lock.beat-interval=200ms", "bactrian.lock.take-over-after=5s");
    Files.writeString(rig.source.resolve("data"), "of the day");
    gate = Files.writeString(place.resolve("gate"), "");
  }

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  @Test
  void backup_waitsForTheCleaningOfAnOlderOne() throws Exception {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    hold("delete");
    CompletableFuture<WorkerEnd> cleaning = supplyAsync(() -> rig.run(rig.clean("uid-1", FIRST)));
    awaitHeld();
    followed(rig.backup("uid-2", 1, SECOND), cleaning);
    assertThat(rig.stored()).anyMatch(key -> key.contains(SECOND));
    assertThat(rig.stored()).noneMatch(key -> key.contains(FIRST));
  }

  @Test
  void cleaning_waitsForTheBackupThatRuns() throws Exception {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    Files.writeString(rig.source.resolve("data"), "of the next");
    hold("put");
    CompletableFuture<WorkerEnd> running =
        supplyAsync(() -> rig.run(rig.backup("uid-2", 1, SECOND)));
    awaitHeld();
    followed(rig.clean("uid-1", FIRST), running);
    assertThat(rig.stored()).anyMatch(key -> key.endsWith(SECOND + "/manifest.json"));
    assertThat(rig.stored()).noneMatch(key -> key.endsWith(FIRST + "/manifest.json"));
  }

  @Test
  void cancelledWhileItWaits_endsAtOnce() throws Exception {
    rig.complete(rig.backup("uid-1", 1, FIRST));
    hold("delete");
    CompletableFuture<WorkerEnd> cleaning = supplyAsync(() -> rig.run(rig.clean("uid-1", FIRST)));
    awaitHeld();
    for (WorkerOrder order :
        new WorkerOrder[] {rig.backup("uid-2", 1, SECOND), rig.clean("uid-3", SECOND)}) {
      try (WorkerRun waiting = new WorkerRun(order, rig.resolved())) {
        CompletableFuture<WorkerEnd> end =
            supplyAsync(
                () -> {
                  WorkerEnd of = waiting.run();
                  assertThat(Thread.currentThread().isInterrupted()).as("still").isFalse();
                  return of;
                });
        awaitWaiting(waiting, end);
        waiting.cancel(143);
        assertThat(end.get(30, TimeUnit.SECONDS).result).isEqualTo("interrupted");
      }
    }
    Files.delete(gate);
    assertThat(cleaning.get(60, TimeUnit.SECONDS).result).isEqualTo("complete");
  }

  /** The second waits while the first is held, and both end well when it is let go. */
  private void followed(WorkerOrder second, CompletableFuture<WorkerEnd> first) throws Exception {
    try (WorkerRun waiting = new WorkerRun(second, rig.resolved())) {
      CompletableFuture<WorkerEnd> end = supplyAsync(waiting::run);
      awaitWaiting(waiting, end);
      Files.delete(gate);
      WorkerEnd of = first.get(60, TimeUnit.SECONDS);
      assertThat(of.result).as(OrderRig.text(of)).isEqualTo("complete");
      of = end.get(60, TimeUnit.SECONDS);
      assertThat(of.result).as(OrderRig.text(of)).isEqualTo("complete");
    }
  }

  /** For longer than the holder needs to say a few times that it lives. */
  private static void awaitWaiting(WorkerRun run, CompletableFuture<WorkerEnd> end) {
    await().atMost(SOON).until(() -> run.progress().phase.equals("preparing"));
    await()
        .during(Duration.ofSeconds(1))
        .atMost(SOON)
        .until(() -> !end.isDone() && run.progress().phase.equals("preparing"));
  }

  private void hold(String operation) {
    FaultPlan.install(
        Map.of(
            "1.op",
            operation,
            "1.keys",
            ".*/20261121T.*",
            "1.at",
            "1",
            "1.fault",
            "until-gone:" + gate));
  }

  private void awaitHeld() {
    await().atMost(SOON).until(() -> Files.exists(place.resolve("gate.reached")));
  }
}
