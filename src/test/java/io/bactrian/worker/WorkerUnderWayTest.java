package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Workers that are looked at, stopped, hindered or joined by another while they are at work. */
class WorkerUnderWayTest extends WorkerFixture {
  @Test
  void cancelled_endsResumably_andTheNextAttemptKeepsWhatIsStored() throws Exception {
    rig.faulty().set("bactrian.concurrency=2", "bactrian.bundle-size=1MiB");
    List<Path> gates = holdDataFrom(5, 2);
    Trees.make(rig.source.resolve("more"), 6, 10, 20 << 20);
    try (WorkerRun run = new WorkerRun(rig.backup("uid-1", 1, FIRST), rig.resolved())) {
      CompletableFuture<WorkerEnd> running = CompletableFuture.supplyAsync(run::run);
      await().atMost(Duration.ofSeconds(60)).until(() -> done(run.progress()) >= 3);
      run.cancel(143);
      for (Path gate : gates) {
        Files.delete(gate);
      }
      WorkerEnd end = running.get(60, TimeUnit.SECONDS);
      assertThat(end.result).isEqualTo("interrupted");
      assertThat(end.exitCode).isEqualTo(143);
      assertThat(end.retryable).isTrue();
      assertThat(end.runId).isEqualTo(FIRST);
    }
    assertThat(rig.committed(FIRST)).isFalse();
    FaultPlan.uninstall();
    WorkerEnd second = rig.complete(rig.backup("uid-1", 2, SECOND));
    assertThat(second.debtBytes).isZero();
    assertThat(second.bytesReused).as("kept of the first").isGreaterThan(2 << 20);
    requireRestores(SECOND);
  }

  /** From this put of data on, so many at once are held, each until its gate is deleted. */
  private List<Path> holdDataFrom(int put, int atOnce) throws IOException {
    List<Path> gates = new ArrayList<>();
    Map<String, String> rules = new HashMap<>();
    for (int i = 0; i < atOnce; i++) {
      Path gate = Files.writeString(place.resolve("hold-" + i), "");
      rules.put(i + 1 + ".op", "put");
      rules.put(i + 1 + ".keys", ".*/data/.*");
      rules.put(i + 1 + ".at", String.valueOf(put + i));
      rules.put(i + 1 + ".fault", "until-gone:" + gate);
      gates.add(gate);
    }
    FaultPlan.install(rules);
    return gates;
  }

  private void requireRestores(String runId) throws IOException {
    Path target = place.resolve("restored");
    rig.complete(rig.restore(target, runId));
    assertThat(Trees.describe(target)).isEqualTo(Trees.describe(rig.source));
  }

  @Test
  void oneBundleThatFailsForGood_doesNotCostTheOthers() throws IOException {
    rig.faulty().set("bactrian.concurrency=2", "bactrian.bundle-size=1MiB");
    Trees.make(rig.source.resolve("more"), 6, 10, 20 << 20);
    FaultPlan.install(Map.of("1.op", "put", "1.keys", ".*/data/000004-.*", "1.fault", "reset"));
    WorkerEnd first = rig.run(rig.backup("uid-1", 1, FIRST));
    assertThat(first.reason).isEqualTo("Transient");
    assertThat(first.retryable).isTrue();
    assertThat(first.message).contains("bundle 4 failed after 4 attempts");
    assertThat(first.debtBytes).as("bundles 1 to 3 at least").isGreaterThan(2 << 20);
    FaultPlan.uninstall();
    List<String> stored = rig.stored().stream().filter(f -> f.contains("/data/")).toList();
    WorkerEnd second = rig.complete(rig.backup("uid-1", 2, SECOND));
    assertThat(second.bytesReused)
        .as("bundles 1 to 3 at least; one in flight when the other failed may be sent again")
        .isGreaterThan(2 << 20);
    assertThat(rig.stored()).containsAll(stored);
    assertThat(second.debtBytes).isZero();
    requireRestores(SECOND);
  }

  private static long done(ProgressStatus status) {
    return status.bundlesDone == null ? 0 : status.bundlesDone;
  }

  @Test
  void progress_saysBundlesBytesAndPercent() throws Exception {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Path gate = holdDataFrom(4, 1).get(0);
    Trees.make(rig.source.resolve("more"), 6, 10, 6 << 20);
    try (WorkerRun run = new WorkerRun(rig.backup("uid-1", 1, FIRST), rig.resolved())) {
      CompletableFuture<WorkerEnd> running = CompletableFuture.supplyAsync(run::run);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> run.progress().bytesTotal != null && done(run.progress()) > 2);
      ProgressStatus status = run.progress();
      assertThat(status.phase).isEqualTo("storing");
      assertThat(status.bundlesTotal).isGreaterThanOrEqualTo(status.bundlesDone);
      assertThat(status.bytesDone).isPositive().isLessThanOrEqualTo(status.bytesTotal);
      assertThat(status.bytesPerSecond).isPositive();
      assertThat(status.percent).matches("\\d+%");
      Files.delete(gate);
      assertThat(running.get(60, TimeUnit.SECONDS).result).isEqualTo("complete");
      status = run.progress();
      assertThat(status.bytesTotal - status.bytesDone).isLessThan(status.bytesTotal / 10);
    }
  }

  @Test
  void twoAtOnceInOneJvm_ofTwoNames_doNotMeet_andOfOneNameTheSecondIsToTryAgain() throws Exception {
    rig.faulty()
        .set(
            "bactrian.lock.beat-interval=200ms",
            "bactrian.lock.take-over-after=5s",
            "bactrian.lock.worker-patience=1s");
    Path gate = Files.writeString(place.resolve("gate"), "");
    FaultPlan.install(
        Map.of(
            "1.op",
            "put",
            "1.keys",
            ".*/redis/.*/data/.*",
            "1.at",
            "1",
            "1.fault",
            "until-gone:" + gate));
    CompletableFuture<WorkerEnd> first =
        CompletableFuture.supplyAsync(() -> rig.run(rig.backup("uid-1", 1, FIRST)));
    awaitReached(gate);
    WorkerOrder otherName = rig.backup("uid-3", 1, FIRST);
    otherName.backupName = "mysql";
    rig.complete(otherName);
    WorkerEnd locked = rig.run(rig.backup("uid-2", 2, SECOND));
    assertThat(locked.reason).isEqualTo("Locked");
    assertThat(locked.exitCode).isEqualTo(1);
    assertThat(locked.retryable).isTrue();
    assertThat(locked.message).contains("locked by").contains("backup since");
    Files.delete(gate);
    assertThat(first.get(60, TimeUnit.SECONDS).result).isEqualTo("complete");
    rig.complete(rig.backup("uid-2", 3, SECOND));
  }
}
