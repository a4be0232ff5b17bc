package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Site;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore killed while it fetches or while it swaps: the same command ends it. */
class RestoreKillIT {
  private static final long SEED = Long.getLong("bactrian.seed", 20261121);

  @TempDir private Path directory;
  private Site site;
  private Map<String, String> source;

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  @BeforeEach
  void backup() throws IOException {
    site = Site.faulty(directory).with("bactrian.bundle-size", "1MiB");
    Trees.make(site.source(), SEED, 20, 3 << 20);
    for (int i = 0; i < 600; i++) {
      Files.writeString(site.source().resolve("top-" + i), "new " + i);
    }
    source = Trees.describe(site.source());
    Cli.here(site.backup()).requireExit(0);
  }

  @Test
  void someKills() throws Exception {
    fetching(1);
    swapping(3);
    ending(3);
  }

  @Test
  @Tag("soak")
  void manyKills() throws Exception {
    fetching(Integer.MAX_VALUE);
    swapping(50);
    ending(50);
  }

  /** Before or after each read: the target stays untouched, and the same command succeeds. */
  private void fetching(int most) throws Exception {
    FaultPlan counting = FaultPlan.install(Map.of());
    Cli.here(site.restore(directory.resolve("counted"))).requireExit(0);
    FaultPlan.uninstall();
    int operations = counting.operations();
    int step = Math.max(1, operations / most);
    List<Callable<Void>> kills = new ArrayList<>();
    for (int at = (step + 1) / 2; at <= operations; at += step) {
      String rule = "1.at=" + at + "\n1.fault=halt-" + (at % 2 == 0 ? "before" : "after") + "\n";
      Path target = Files.createDirectory(directory.resolve("fetched-" + at));
      kills.add(
          () -> {
            assertThat(cli(rule, target).run(site.restore(target)).exit()).as(rule).isEqualTo(137);
            requireHidden(target, rule);
            Cli.here(site.restore(target)).requireExit(0);
            requireRestored(target, rule);
            return null;
          });
    }
    twoAtOnce(kills);
  }

  /** A little after the journal says that the swap has begun; goes on until one was in time. */
  private void swapping(int count) throws Exception {
    Random random = new Random(SEED);
    List<Callable<Boolean>> kills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kills.add(swapped(i, random.nextInt(40)));
    }
    List<Boolean> killed = new ArrayList<>(twoAtOnce(kills));
    for (int i = count; !killed.contains(true) && i < count + 30; i++) {
      killed.add(swapped(i, random.nextInt(40)).call());
    }
    assertThat(killed).as("killed while swapping, seed " + SEED).contains(true);
  }

  private Callable<Boolean> swapped(int number, long wait) throws IOException {
    Path target = Files.createDirectory(directory.resolve("swapped-" + number));
    for (int old = 0; old < 200; old++) {
      Files.writeString(target.resolve((old % 2 == 0 ? "top-" : "old-") + old), "old " + old);
    }
    String how = number % 3 == 2 ? "merge" : "replace";
    return () -> killedWhileSwapping(target, how, wait);
  }

  private boolean killedWhileSwapping(Path target, String how, long wait) throws Exception {
    String[] command = site.restore(target, "--overwrite", how);
    Cli.Running running = cli("", target).start(command);
    waitAfterItsJournal(running, target, wait);
    boolean killed = running.kill().exit() == 137;
    JsonNode again = Cli.here(command).requireExit(0).json();
    if (how.equals("replace")) {
      requireRestored(target, how + " killed after " + wait + " ms");
    } else {
      requireMerged(target, "merge killed after " + wait + " ms");
    }
    return killed && again.path("resumed").asBoolean();
  }

  private static void waitAfterItsJournal(Cli.Running running, Path target, long wait)
      throws InterruptedException {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(60))
        .until(() -> !running.process().isAlive() || journal(target));
    running.process().waitFor(wait, TimeUnit.MILLISECONDS);
  }

  /** Into an empty target, which the same command would refuse once it is filled. */
  private void ending(int count) throws Exception {
    Random random = new Random(SEED + 1);
    List<Callable<Void>> kills = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path target = Files.createDirectory(directory.resolve("ended-" + i));
      long wait = random.nextInt(60);
      kills.add(
          () -> {
            killedWhileEnding(target, wait);
            return null;
          });
    }
    twoAtOnce(kills);
  }

  /** Whoever was not told that it is complete is told so when he asks again. */
  private void killedWhileEnding(Path target, long wait) throws Exception {
    String label = "killed after " + wait + " ms, seed " + SEED;
    String[] command = site.restore(target);
    Cli.Running running = cli("", target).start(command);
    waitAfterItsJournal(running, target, wait);
    boolean told = running.kill().out().contains("\"complete\"");
    Cli.Result again = Cli.here(command);
    assertThat(again.exit()).as(label + again.err()).isIn(told ? List.of(0, 2) : List.of(0));
    requireRestored(target, label);
  }

  private static boolean journal(Path target) throws IOException {
    try (var files = Files.newDirectoryStream(target, ".bactrian-restore-*")) {
      for (Path staging : files) {
        return Files.exists(staging.resolve("journal.json"));
      }
    }
    return false;
  }

  private Cli cli(String rules, Path target) throws IOException {
    Path faults = Files.writeString(directory.resolve("faults-" + target.getFileName()), rules);
    return new Cli(directory).jvm("-D" + FaultPlan.PROPERTY + "=" + faults);
  }

  private static void requireHidden(Path target, String label) throws IOException {
    try (var names = Files.list(target)) {
      assertThat(names)
          .as(label)
          .allMatch(path -> path.getFileName().toString().startsWith(".bactrian-restore-"));
    }
  }

  private void requireRestored(Path target, String label) {
    assertThat(Trees.describe(target)).as(label).isEqualTo(source);
  }

  private void requireMerged(Path target, String label) {
    Map<String, String> merged = Trees.describe(target);
    assertThat(merged).as(label).containsAllEntriesOf(source);
    assertThat(merged.keySet())
        .as(label)
        .contains("old-1", "old-199")
        .noneMatch(name -> name.startsWith("."));
  }

  private static <T> List<T> twoAtOnce(List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : pool.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
