package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Site;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 at every operation on the store and at random moments; the same command carries on at
 * once. Half of the scenarios are a first backup, half a second one after changes.
 */
class KillIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SLOW_PUTS = "1.op=put\n1.fault=slow:20\n";
  private static final long SEED = Long.getLong("bactrian.seed", 20261121);

  @TempDir private Path directory;

  /**
   * One process that is killed.
   *
   * @param operation at which it halts; 0 where a signal comes
   * @param when before or after that operation
   * @param millis until the signal; 0 where none comes
   */
  private record Scenario(
      String label, boolean second, boolean plain, int operation, String when, long millis) {
    private String rule() {
      return operation == 0 ? SLOW_PUTS : "1.at=" + operation + "\n1.fault=halt-" + when + "\n";
    }

    private Scenario sooner() {
      return new Scenario(label, second, plain, Math.max(0, operation - 1), when, millis / 2);
    }

    private boolean canBeSooner() {
      return operation > 1 || millis > 1;
    }
  }

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  @Test
  void killedAtSomeOperations() throws Exception {
    boundaries(3);
  }

  @Test
  @Tag("soak")
  void killedBeforeAndAfterEachOperation() throws Exception {
    boundaries(Integer.MAX_VALUE);
  }

  @Test
  void killedAtSomeMoments() throws Exception {
    moments(3);
  }

  @Test
  @Tag("soak")
  void killedAtFiftyMoments() throws Exception {
    moments(50);
  }

  private void boundaries(int places) throws Exception {
    List<Scenario> scenarios = new ArrayList<>();
    for (boolean second : List.of(false, true)) {
      int operations = operations(second);
      int step = Math.max(1, operations / Math.max(1, Math.min(places, operations)));
      for (int at = 1 + step / 2; at <= operations; at += step) {
        for (String when : places > operations ? List.of("before", "after") : either(at)) {
          String label = when + " operation " + at + " of " + operations;
          scenarios.add(new Scenario(label, second, at % 3 == 0, at, when, 0));
        }
      }
    }
    runAll(scenarios);
  }

  private static List<String> either(int at) {
    return List.of(at / 2 % 2 == 0 ? "before" : "after");
  }

  private void moments(int count) throws Exception {
    Random random = new Random(SEED);
    long whole = duration();
    runAll(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Scenario(
                        "random moment " + i + " of seed " + SEED,
                        i % 2 == 1,
                        i % 3 == 0,
                        0,
                        "",
                        1 + random.nextLong(whole)))
            .toList());
  }

  /** How long a whole backup takes here, as a process of its own. */
  private long duration() throws IOException {
    Site site = site("measured", false, false);
    Instant start = Instant.now();
    cli(site, SLOW_PUTS).run(site.backup()).requireExit(0);
    return Duration.between(start, Instant.now()).toMillis();
  }

  private int operations(boolean second) throws IOException {
    Site site = site("counted-" + second, second, false);
    FaultPlan plan = FaultPlan.install(Map.of());
    Cli.here(site.backup()).requireExit(0);
    FaultPlan.uninstall();
    return plan.operations();
  }

  /** Two processes at once; then one after the other in this JVM, where the plan counts. */
  private void runAll(List<Scenario> scenarios) throws Exception {
    List<Site> sites = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      Scenario scenario = scenarios.get(i);
      sites.add(site("scenario-" + i, scenario.second(), scenario.plain()));
    }
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Cli.Result>> kills = new ArrayList<>();
      for (int i = 0; i < sites.size(); i++) {
        Site site = sites.get(i);
        Scenario scenario = scenarios.get(i);
        kills.add(() -> killed(site, scenario));
      }
      List<Future<Cli.Result>> ends = pool.invokeAll(kills);
      for (int i = 0; i < sites.size(); i++) {
        if (ends.get(i).get().exit() != 137) {
          sites.set(i, killedEarlier(sites.get(i), scenarios.get(i)));
        }
      }
    } finally {
      pool.shutdownNow();
    }
    for (int i = 0; i < sites.size(); i++) {
      carryOn(sites.get(i), scenarios.get(i).toString());
      Trees.delete(sites.get(i).directory());
    }
  }

  private static Cli.Result killed(Site site, Scenario scenario)
      throws IOException, InterruptedException {
    Cli.Running running = cli(site, scenario.rule()).start(site.backup());
    if (scenario.millis() == 0
        || running.process().waitFor(scenario.millis(), TimeUnit.MILLISECONDS)) {
      return running.await();
    }
    return running.kill();
  }

  /**
   * A machine is not equally fast twice, and a plain backup has a few operations less: a process
   * that had ended before its moment is begun anew with half the time, or the operation before,
   * until it is killed before its end.
   */
  private Site killedEarlier(Site ended, Scenario scenario)
      throws IOException, InterruptedException {
    assertThat(scenario.canBeSooner()).as("not killed: %s", scenario).isTrue();
    Trees.delete(ended.directory());
    Scenario sooner = scenario.sooner();
    Site site = site(ended.directory().getFileName().toString(), sooner.second(), sooner.plain());
    return killed(site, sooner).exit() == 137 ? site : killedEarlier(site, sooner);
  }

  private static Cli cli(Site site, String rules) throws IOException {
    Path faults = Files.writeString(site.directory().resolve("faults"), rules);
    return new Cli(site.directory()).jvm("-D" + FaultPlan.PROPERTY + "=" + faults);
  }

  private Site site(String name, boolean second, boolean plain) throws IOException {
    Site site = Site.faulty(directory.resolve(name)).with("bactrian.bundle-size", "1MiB");
    if (plain) {
      site.withoutEncryption().with("bactrian.format", "tar");
    }
    Trees trees = Trees.make(site.source(), SEED, 30, 4 << 20);
    if (second) {
      Cli.here(site.backup()).requireExit(0);
      for (int i = 0; i < 8; i++) {
        trees.change();
      }
    }
    return site;
  }

  /** The same command, at once: whole, nothing lost of what was finished, nothing left over. */
  private static void carryOn(Site site, String label) throws IOException {
    Set<String> before = site.objects();
    Set<String> promised = namedByReadableSegments(site, before);
    Instant start = Instant.now();
    Cli.here(site.backup()).requireExit(0);
    // Far below the two minutes of a lock whose holder nobody knows.
    assertThat(Duration.between(start, Instant.now())).as(label).isLessThan(Duration.ofSeconds(90));
    assertThat(site.stray()).as("stray after %s", label).isEmpty();
    assertThat(site.objects()).as("objects after %s", label).isEqualTo(site.named());
    assertThat(site.objects()).as("kept after %s", label).containsAll(promised);
    requireRestores(site, label);
  }

  private static void requireRestores(Site site, String label) throws IOException {
    Path target = site.directory().resolve("restored");
    Cli.here(site.restore(target)).requireExit(0);
    assertThat(Trees.describe(target)).as(label).isEqualTo(Trees.describe(site.source()));
  }

  /** Where nothing is encrypted: the objects that stored segments name. */
  private static Set<String> namedByReadableSegments(Site site, Set<String> objects)
      throws IOException {
    Set<String> named = new TreeSet<>();
    for (String object : objects) {
      if (object.endsWith(".jsonl")) {
        for (String line : Files.readAllLines(site.name().resolve(object))) {
          if (line.startsWith("{\"o\":")) {
            named.add(JSON.readTree(line).path("key").asText());
          }
        }
      }
    }
    return named;
  }

  /** Segments close after 512 chunks of 1 MiB at the latest: 8 bundles. Two are in flight. */
  @Test
  void whatASegmentNamesIsNotSentAgain() throws Exception {
    Site site = Site.faulty(directory.resolve("long")).with("bactrian.concurrency", "2");
    Files.createDirectories(site.source());
    Path disk = site.source().resolve("disk.img");
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(1100L << 20);
    }
    String rule = "1.op=put\n1.keys=.*/data/.*\n1.at=17\n1.fault=halt-before\n";
    assertThat(cli(site, rule).run(site.backup()).exit()).isEqualTo(137);
    long stored = data(site.objects());
    assertThat(stored).isBetween(14L, 16L);
    assertThat(site.objects()).as("segments before the kill").anyMatch(o -> o.contains("/index/"));
    Path trace = site.directory().resolve("trace");
    FaultPlan.install(Map.of("trace", trace.toString()));
    JsonNode backup = Cli.here(site.backup()).requireExit(0).json();
    try (var lines = Files.lines(trace)) {
      long sent = lines.filter(line -> line.matches("\\d+ put .*/data/.* ")).count();
      assertThat(sent + stored - 18).as("bundles sent twice").isBetween(0L, 8L + 2);
      assertThat(backup.path("attempts").asLong()).isGreaterThanOrEqualTo(sent);
    }
    assertThat(backup.path("bytesReused").asLong()).isPositive();
    assertThat(site.stray()).isEmpty();
    assertThat(site.objects()).isEqualTo(site.named());
  }

  private static long data(Set<String> objects) {
    return objects.stream().filter(object -> object.contains("/data/")).count();
  }
}
