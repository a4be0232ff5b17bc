package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Ports;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code bactrian worker} as its pod runs it: killed, stopped, refused, asked how far it is. Tests
 * that mostly wait run beside the others.
 */
class WorkerProcessIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRST = "20261121T020000Z-aaaaaa";
  private static final String SECOND = "20261121T020500Z-bbbbbb";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path place;
  private OrderRig rig;
  private Path termination;

  @BeforeEach
  void rig() throws IOException {
    rig = new OrderRig(place);
    termination = place.resolve("termination-log");
    Trees.make(rig.source, 5, 20, 3 << 20);
  }

  private String[] words(WorkerOrder order, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("worker", "--order", rig.file(order).toString(), "--output", "json"));
    for (String assignment : rig.assignments()) {
      words.addAll(List.of("--set", assignment));
    }
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private Cli cli(String... rules) throws IOException {
    Path plan = Files.write(Files.createTempFile(place, "faults", ".properties"), List.of(rules));
    return new Cli(place)
        .jvm("-D" + FaultPlan.PROPERTY + "=" + plan)
        .with(TerminationLog.VARIABLE, termination.toString());
  }

  private WorkerEnd end() throws IOException {
    byte[] message = Files.readAllBytes(termination);
    assertThat(message.length).isLessThanOrEqualTo(EndMessage.MOST_BYTES);
    return JSON.readValue(message, WorkerEnd.class);
  }

  @Test
  void done_exitCodeStdoutAndTerminationLogAgree() throws IOException {
    Cli.Result result = cli().run(words(rig.backup("uid-1", 1, FIRST))).requireExit(0);
    assertThat(end().result).isEqualTo("complete");
    assertThat(end().runId).isEqualTo(FIRST);
    assertThat(end().bytesNew).isEqualTo(result.json().path("bytesNew").asLong());
    assertThat(result.json().path("task").asText()).isEqualTo("backup");
    assertThat(result.err()).doesNotContain("WARN").doesNotContain(OrderRig.HEX);
    cli().run(words(rig.restore(place.resolve("target"), "latest"))).requireExit(0);
    assertThat(Trees.describe(place.resolve("target"))).isEqualTo(Trees.describe(rig.source));
    cli().run(words(rig.clean("uid-1", FIRST))).requireExit(0);
    assertThat(rig.stored()).filteredOn(file -> !file.endsWith("put.lock")).isEmpty();
  }

  @Test
  void refused_beforeThereIsARun_isToldInTheTerminationLogToo() throws IOException {
    cli().run("worker", "--order", place.resolve("none").toString()).requireExit(2);
    assertThat(end().result).isEqualTo("failed");
    assertThat(end().retryable).isFalse();
    assertThat(end().message).contains("cannot be read");
    WorkerOrder newer = rig.backup("uid-1", 1, FIRST);
    newer.formatVersion = 2;
    cli().run(words(newer)).requireExit(2);
    assertThat(end().hint).contains("worker image");
    WorkerOrder good = rig.backup("uid-1", 1, FIRST);
    cli().run(words(good, "--set", "bactrian.concurrency=lots")).requireExit(2);
    assertThat(end().message).contains("bactrian.concurrency is 'lots'");
  }

  @Test
  void aTerminationLogThatCannotBeWritten_isSaid_andNoError() throws IOException {
    Path nowhere = place.resolve("no/such/directory/log");
    Cli.Result result =
        cli()
            .run(words(rig.backup("uid-1", 1, FIRST), "--termination-log", nowhere.toString()))
            .requireExit(0);
    assertThat(result.err()).contains("WARNING: the termination log").contains("no/such/directory");
    Cli.Result standard = new Cli(place).run(words(rig.backup("uid-2", 1, SECOND))).requireExit(0);
    assertThat(standard.err()).contains("/dev/termination-log");
    assertThat(Path.of("/dev/termination-log")).doesNotExist();
  }

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
    Path pipe = place.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
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

  /** The lock's holder as it would look from another node. */
  private void elsewhere() throws IOException {
    Path lock = rig.nameDir().resolve("lock/00000001");
    String record = Files.readString(lock);
    String moved =
        record
            .replaceFirst("\"bootId\" : \"[^\"]*\"", "\"bootId\" : \"another\"")
            .replaceFirst("\"host\" : \"[^\"]*\"", "\"host\" : \"node-b\"");
    assertThat(moved).isNotEqualTo(record).contains("\"uid\" : \"uid-1\"");
    Files.writeString(lock, moved);
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

  /** On a plain directory, where a worker spools inside of the repository. */
  @Test
  void killed_thenDeleted_nothingIsLeft() throws Exception {
    rig.set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Trees.make(rig.source.resolve("more"), 6, 5, 60 << 20);
    for (int objects : List.of(0, 2, 20)) {
      Cli.Running running = cli().start(words(rig.backup("uid-1", 1, FIRST)));
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

  private List<String> objects() throws IOException {
    return rig.stored().stream()
        .filter(file -> file.contains("/data/") || file.contains("/index/"))
        .collect(Collectors.toList());
  }

  @Test
  void sigterm_endsItSoonAndResumably_withTheLockGivenBack() throws Exception {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    Trees.make(rig.source.resolve("more"), 6, 5, 30 << 20);
    Cli.Running running =
        cli("1.op=put", "1.keys=.*/data/.*", "1.fault=slow:300")
            .start(words(rig.backup("uid-1", 1, FIRST)));
    awaitObjects(3);
    long began = System.nanoTime();
    running.signal("TERM");
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

  @Test
  void itsProgressIsServed_andATakenPortIsAWarning() throws Exception {
    rig.faulty().set("bactrian.concurrency=1", "bactrian.bundle-size=1MiB");
    int port = Ports.free();
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      Cli.Result taken =
          cli()
              .run(words(rig.backup("uid-0", 1, FIRST), "--set", "bactrian.worker.port=" + port))
              .requireExit(0);
      assertThat(taken.err()).contains("WARN").contains("port " + port + " cannot be had");
    }
    Trees.make(rig.source.resolve("more"), 6, 5, 20 << 20);
    Cli.Running running =
        cli("1.op=put", "1.keys=.*/data/.*", "1.fault=slow:200")
            .start(words(rig.backup("uid-1", 1, SECOND), "--set", "bactrian.worker.port=" + port));
    try {
      URI progress = URI.create("http://127.0.0.1:" + port + "/progress");
      await().atMost(SOON).until(() -> get(progress).path("bundlesDone").asLong() >= 3);
      JsonNode status = get(progress);
      assertThat(status.path("phase").asText()).isEqualTo("storing");
      assertThat(status.path("percent").asText()).endsWith("%");
      assertThat(status.path("bytesTotal").asLong()).isGreaterThan(20 << 20);
      assertThat(text(URI.create("http://127.0.0.1:" + port + "/healthz"))).isEqualTo("ok");
    } finally {
      running.kill();
    }
  }

  private static JsonNode get(URI uri) throws IOException, InterruptedException {
    return JSON.readTree(text(uri));
  }

  /** "{}" while nobody answers. */
  private static String text(URI uri) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "{}";
    }
  }
}
