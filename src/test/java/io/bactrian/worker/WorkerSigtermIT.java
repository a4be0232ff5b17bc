package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.testing.Cli;
import io.bactrian.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker told to stop, at work, while it waits, while the store hangs. */
class WorkerSigtermIT extends WorkerProcessFixture {
  @Test
  void sigterm_whileItWaitsForAnothersLock_endsAtOnce() throws Exception {
    rig.faulty().set("bactrian.lock.take-over-after=10m");
    cli("1.op=put", "1.keys=.*/data/.*", "1.at=1", "1.fault=halt-before")
        .run(words(rig.backup("uid-1", 1, FIRST)));
    elsewhere();
    Cli.Running running = cli().start(words(rig.backup("uid-2", 2, SECOND)));
    await()
        .atMost(SOON)
        .until(() -> Files.readString(running.err()).contains("watching for signs of life"));
    running.signal("TERM");
    assertThat(running.process().waitFor(17, TimeUnit.SECONDS)).isTrue();
    running.await().requireExit(143);
    assertThat(end().result).isEqualTo("interrupted");
  }

  @Test
  void sigterm_endsItSoonAndResumably_withTheLockGivenBack() throws Exception {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Trees.make(rig.source.resolve("more"), 6, 5, 30 << 20);
    Path gate = Files.writeString(place.resolve("gate"), "");
    Cli.Running running =
        cli(
                "1.op=put",
                "1.keys=.*/data/.*",
                "1.at=5",
                "1.fault=until-gone:" + gate,
                "2.op=put",
                "2.keys=.*/data/.*",
                "2.fault=slow:500")
            .start(words(rig.backup("uid-1", 1, FIRST)));
    awaitObjects(4);
    long began = System.nanoTime();
    running.signal("TERM");
    Files.delete(gate);
    assertThat(running.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(17));
    Cli.Result result = running.await().requireExit(143);
    assertThat(result.json().path("result").asText()).isEqualTo("interrupted");
    assertThat(end().result).isEqualTo("interrupted");
    assertThat(end().retryable).isTrue();
    assertThat(end().exitCode).isEqualTo(143);
    assertThat(rig.stored()).anyMatch(file -> file.endsWith(".released"));
    cli().run(words(rig.backup("uid-1", 2, SECOND))).requireExit(0);
    assertThat(end().debtBytes).isZero();
  }

  /**
   * The store hangs: what is in flight is given up after 18 s, and the process still ends before
   * Kubernetes would kill it, 30 s after the signal.
   */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void sigterm_whileTheStoreHangs_endsBeforeItWouldBeKilled() throws Exception {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Path trace = place.resolve("trace");
    Cli.Running running =
        cli("1.op=put", "1.keys=.*/data/.*", "1.fault=hang", "trace=" + trace)
            .start(words(rig.backup("uid-1", 1, FIRST)));
    await()
        .atMost(SOON)
        .until(() -> Files.exists(trace) && Files.readString(trace).contains("hang"));
    running.signal("TERM");
    assertThat(running.process().waitFor(28, TimeUnit.SECONDS)).isTrue();
    running.await().requireExit(143);
    assertThat(end().result).isEqualTo("interrupted");
    cli().run(words(rig.backup("uid-1", 2, SECOND))).requireExit(0);
  }

  private void awaitObjects(int count) {
    await().atMost(SOON).until(() -> objects().size() >= count);
  }
}
