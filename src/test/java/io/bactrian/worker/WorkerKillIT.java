package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.Cli;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A worker killed: the next takes over what it may, and finds what is done. */
class WorkerKillIT extends WorkerProcessFixture {
  /** Another pod's worker looks like one of another host: without its uid it is waited for. */
  @Test
  void killed_theNextAttemptTakesOverAtOnce_andKeepsWhatTheFirstStored() throws Exception {
    rig.faulty().set("bactrian.concurrency=2");
    try (RandomAccessFile file =
        new RandomAccessFile(rig.source.resolve("disk.img").toFile(), "rw")) {
      file.setLength(1100L << 20);
    }
    String rule = "1.at=14";
    Cli.Result killed =
        cli("1.op=put", "1.keys=.*/data/.*", rule, "1.fault=halt-before")
            .run(words(rig.backup("uid-1", 1, FIRST)));
    assertThat(killed.exit()).isEqualTo(137);
    assertThat(termination).doesNotExist();
    elsewhere();
    List<String> first = objects();
    assertThat(first).anyMatch(object -> object.contains("/index/"));

    rig.set("bactrian.lock.take-over-after=10m");
    long began = System.nanoTime();
    Path trace = place.resolve("trace");
    cli("trace=" + trace).run(words(rig.backup("uid-1", 2, SECOND))).requireExit(0);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    assertThat(end().runId).isEqualTo(SECOND);
    assertThat(end().bytesReused).isPositive();
    assertThat(end().debtBytes).isZero();
    assertThat(objects()).as("objects of the first attempt").anyMatch(first::contains);
    try (Stream<String> lines = Files.lines(trace)) {
      long sent = lines.filter(line -> line.matches("\\d+ put .*/data/.* ")).count();
      assertThat(sent).as("bundles sent by the second").isBetween(8L, 12L);
    }
  }

  /** It hangs where it is done and tells its end: into a pipe that nobody reads. */
  @Test
  void restoreKilledBetweenItsLastRenameAndItsEnd_isCompleteByTheNextAttempt() throws Exception {
    cli().run(words(rig.backup("uid-1", 1, FIRST))).requireExit(0);
    Path target = place.resolve("target");
    Path pipe = pipe();
    Cli.Running running =
        cli().start(words(rig.restore(target, "latest"), "--termination-log", pipe.toString()));
    await()
        .atMost(SOON)
        .until(() -> journal(target).contains("DONE") || !running.process().isAlive());
    assertThat(running.kill().exit()).isEqualTo(137);
    assertThat(staging(target)).hasSize(1);

    WorkerOrder again = rig.restore(target, "latest");
    again.attempt = 2;
    cli().run(words(again)).requireExit(0);
    assertThat(end().result).isEqualTo("complete");
    assertThat(Trees.describe(target)).isEqualTo(Trees.describe(rig.source));
    WorkerOrder anothers = rig.restore(target, "latest");
    anothers.uid = "uid-of-another";
    cli().run(words(anothers)).requireExit(2);
    assertThat(end().message).contains("is not empty");
  }

  private Path pipe() throws IOException, InterruptedException {
    Path pipe = place.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static List<Path> staging(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(target)) {
      return names.filter(name -> name.getFileName().toString().startsWith(".bactrian")).toList();
    }
  }

  private static String journal(Path target) throws IOException {
    for (Path staging : staging(target)) {
      Path journal = staging.resolve("journal.json");
      return Files.exists(journal) ? Files.readString(journal) : "";
    }
    return "";
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aDeadHolderOfAnotherResource_isNotTakenOverAtOnce() throws Exception {
    rig.faulty().set("bactrian.lock.beat-interval=500ms", "bactrian.lock.take-over-after=6s");
    assertThat(
            cli("1.op=put", "1.keys=.*/data/.*", "1.at=1", "1.fault=halt-before")
                .run(words(rig.backup("uid-1", 1, FIRST)))
                .exit())
        .isEqualTo(137);
    elsewhere();
    Cli.Result waited = cli().run(words(rig.backup("uid-2", 2, SECOND))).requireExit(0);
    assertThat(waited.err()).contains("watching for signs of life").contains("is silent");
  }

  /**
   * On a plain directory, where a worker spools inside of the repository. One that is done before
   * it is killed hangs where it tells its end: into a pipe that nobody reads.
   */
  @Test
  void killed_thenDeleted_nothingIsLeft() throws Exception {
    String pipe = pipe().toString();
    rig.set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Trees.make(rig.source.resolve("more"), 6, 5, 60 << 20);
    for (int objects : List.of(0, 2, 20)) {
      Cli.Running running =
          cli().start(words(rig.backup("uid-1", 1, FIRST), "--termination-log", pipe));
      await().pollInterval(Duration.ofMillis(10)).atMost(SOON).until(() -> stored(objects));
      assertThat(running.kill().exit()).isEqualTo(137);
      assertThat(rig.stored()).isNotEmpty();
      cli().run(words(rig.clean("uid-1", FIRST))).requireExit(0);
      assertThat(rig.stored()).filteredOn(file -> !file.endsWith("put.lock")).isEmpty();
      assertThat(end().debtBytes).isZero();
    }
  }

  /** So many objects, or at least a lock. */
  private boolean stored(int objects) throws IOException {
    return objects == 0
        ? rig.stored().stream().anyMatch(file -> file.contains("/lock/"))
        : objects().size() >= objects;
  }
}
