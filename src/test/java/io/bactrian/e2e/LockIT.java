package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.testing.Cli;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes never write one name: refused, carried on, waited for, taken over, woken. */
class LockIT {
  @TempDir Path place;
  private Rig rig;
  private Gated gated;

  @BeforeEach
  void rig() throws IOException {
    rig =
        new Rig(place).set("bactrian.lock.beat-interval=500ms", "bactrian.lock.take-over-after=3s");
    Trees.make(rig.source, 31, 40, 3 << 20);
    gated = new Gated(rig);
  }

  @AfterEach
  void stop() {
    gated.close();
  }

  /**
   * Far below the stale time that would be waited for otherwise, far above a slow machine's worst.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(60);

  @Test
  void whileOneLives_othersAreRefusedAtOnce_andAfterAKillTheSameCommandCarriesOn()
      throws IOException {
    String before = rig.backup().path("runId").asText();
    Map<String, String> tree = Trees.describe(rig.source);
    Cli.Running holder = gated.start(".*/data/.*", "--full");
    String who = "process " + holder.process().pid();
    for (String[] refused :
        List.of(
            rig.backupWords(),
            rig.words("delete", before),
            rig.words("prune", "--keep-count", "1"))) {
      long began = System.nanoTime();
      Cli.Result result = Rig.runWords(refused).requireExit(1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
      assertThat(result.json().path("error").path("class").asText()).isEqualTo("LOCKED");
      assertThat(result.json().path("error").path("message").asText())
          .contains(who)
          .containsPattern("backup since 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }
    assertThat(rig.run("list").requireExit(0).out()).contains(before);
    assertThat(Rig.runWords(backupOf("other")).exit()).as("another name").isZero();

    holder.kill();
    long began = System.nanoTime();
    String after = rig.backup("--set", "bactrian.lock.take-over-after=10m").path("runId").asText();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    rig.requireRestores(after, tree);
    rig.requireKitRestores(before, tree);
    rig.requireWhole();
  }

  @Test
  void deadHolderOfAnotherHost_isWaitedForAtMostTheStaleTime_andTakenOverAtOnceIfTold()
      throws IOException {
    rig.backup();
    foreignLock("aaaa");
    long began = System.nanoTime();
    rig.backup();
    Duration waited = Duration.ofNanos(System.nanoTime() - began);
    assertThat(waited).isBetween(Duration.ofSeconds(3), AT_ONCE);
    foreignLock("bbbb");
    began = System.nanoTime();
    rig.backup("--take-over", "--set", "bactrian.lock.take-over-after=10m");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    rig.requireWhole();
  }

  @Test
  void livingHolderOfAnotherHost_isSeenByItsBeats() throws Exception {
    rig.backup();
    Path lock = foreignLock("cccc");
    Thread beats =
        new Thread(
            () -> {
              for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
                try {
                  Files.writeString(
                      lock.resolveSibling(lock.getFileName() + ".beat.%06d".formatted(i)), "cccc");
                  java.util.concurrent.TimeUnit.MILLISECONDS.sleep(300);
                } catch (IOException | InterruptedException e) {
                  return;
                }
              }
            });
    beats.start();
    try {
      Cli.Result refused = Rig.runWords(rig.backupWords()).requireExit(1);
      assertThat(refused.json().path("error").path("message").asText())
          .contains("alice@elsewhere")
          .contains("process 4711")
          .contains("since 2026-11-20T01:02:03Z");
    } finally {
      beats.interrupt();
      beats.join();
    }
    Rig.runWords(rig.words("delete", "latest", "--take-over")).requireExit(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {".*/data/.*", ".*/index/.*", ".*/manifest.json"})
  void pausedWriterThatWakesAfterATakeOver_destroysNothingAndSaysThatItFailed(String keys)
      throws Exception {
    String first = rig.backup().path("runId").asText();
    Map<String, String> tree = Trees.describe(rig.source);
    Cli.Running paused = gated.start(keys, "--full");
    paused.signal("STOP");
    String taker = rig.backup("--take-over", "--full").path("runId").asText();
    rig.requireExact();
    gated.open();
    paused.signal("CONT");
    Cli.Result woken = paused.await().requireExit(1);
    assertThat(woken.json().path("result").asText()).isEqualTo("failed");
    assertThat(woken.json().path("error").path("message").asText()).isNotBlank();
    assertThat(rig.runs()).containsExactly(first, taker);
    for (String run : List.of(first, taker)) {
      rig.verify(run);
      rig.requireRestores(run, tree);
    }
    String next = rig.backup().path("runId").asText();
    rig.requireKitRestores(next, tree);
    rig.requireExact();
  }

  @Test
  void pausedWriterWhoseRunsWereDeletedMeanwhile_leavesNoManifest() throws Exception {
    String first = rig.backup().path("runId").asText();
    Cli.Running paused = gated.start(".*/STREAM");
    paused.signal("STOP");
    rig.run("delete", first, "--take-over").requireExit(0);
    gated.open();
    paused.signal("CONT");
    paused.await().requireExit(1);
    assertThat(rig.runs()).isEmpty();
    String next = rig.backup().path("runId").asText();
    rig.requireRestores(next, Trees.describe(rig.source));
    rig.requireExact();
  }

  private String[] backupOf(String name) {
    return Stream.of(rig.backupWords())
        .map(word -> word.equals(Rig.NAME) ? name : word)
        .toArray(String[]::new);
  }

  /** Writes a lock as a process of another boot would have. */
  private Path foreignLock(String token) throws IOException {
    Path locks = rig.nameDir().resolve("lock");
    long generation =
        1
            + Stream.of(locks.toFile().list())
                .mapToLong(n -> Long.parseLong(n.substring(0, 8)))
                .max()
                .orElse(0);
    Path lock = locks.resolve("%08d".formatted(generation));
    Files.writeString(
        lock,
        """
        {"generation": %d, "token": "%s", "host": "elsewhere", "bootId": "another-boot",
         "pidNamespace": "pid:[1]", "pid": 4711, "processStart": 99, "user": "alice",
         "verb": "backup", "runId": null, "since": "2026-11-20T01:02:03Z"}
        """
            .formatted(generation, token));
    return lock;
  }

  /** A backup in a process of its own that waits at a gate in its first put of a kind. */
  private static final class Gated implements AutoCloseable {
    private final Rig rig;
    private final Path gate;
    private Cli.Running running;

    Gated(Rig rig) {
      this.rig = rig;
      this.gate = rig.place.resolve("gate");
    }

    /** Returns once it holds the lock and stands before the gate. */
    Cli.Running start(String keys, String... more) throws IOException {
      Files.writeString(gate, "closed");
      Cli cli =
          rig.cliWithFaults("1.op=put", "1.keys=" + keys, "1.at=1", "1.fault=until-gone:" + gate);
      running = cli.start(rig.faulty(rig.backupWords(more)));
      Path reached = gate.resolveSibling("gate.reached");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(reached) || !running.process().isAlive());
      if (!running.process().isAlive()) {
        throw new AssertionError(running.await().err());
      }
      return running;
    }

    void open() throws IOException {
      Files.delete(gate);
    }

    @Override
    public void close() {
      if (running != null && running.process().isAlive()) {
        running.kill();
      }
    }
  }
}
