package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tree under random change, a backup after each change, runs deleted at random, processes killed
 * at random. After each step every run that is left is whole. {@code -Dbactrian.seed=…} repeats
 * one.
 */
class HundredRunsIT {
  @TempDir Path place;
  private final long seed = Long.getLong("bactrian.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Map<String, String>> trees = new TreeMap<>();
  private final List<String> story = new ArrayList<>();
  private Rig rig;
  private int kills;

  @Test
  void sixRuns() throws IOException {
    runs(6, 5);
  }

  @Test
  @Tag("soak")
  void hundredRuns() throws IOException {
    runs(100, 3);
  }

  private void runs(int count, int killOneIn) throws IOException {
    rig = new Rig(place).set("bactrian.bundle-size=1MiB", "bactrian.compression-level=1");
    Trees tree = Trees.make(rig.source, seed, 120, 6 << 20);
    try {
      for (int i = 0; i < count; i++) {
        step(tree, killOneIn, i == count / 2);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + "\n" + String.join("\n", story), e);
    }
    System.err.printf("%d runs, %d killed processes, seed %d%n", count, kills, seed);
  }

  private void step(Trees tree, int killOneIn, boolean killAnyway) throws IOException {
    for (int changes = random.nextInt(6); changes > 0; changes--) {
      story.add("change " + tree.change());
    }
    Map<String, String> now = Trees.describe(rig.source);
    if (killAnyway || random.nextInt(killOneIn) == 0) {
      kill(rig.backupWords());
      adopt(now);
      requireSums();
    }
    String run = rig.backup(flags()).path("runId").asText();
    story.add("backup " + run);
    adopt(now);
    assertThat(trees).containsKey(run);
    if (trees.size() > 1 && random.nextInt(trees.size() > 12 ? 1 : 3) == 0) {
      delete(killOneIn);
    }
    requireWhole();
  }

  private String[] flags() {
    return switch (random.nextInt(12)) {
      case 0 -> new String[] {"--full"};
      case 1, 2 -> new String[] {"--read-all"};
      case 3 -> new String[] {"--concurrency", "1"};
      default -> new String[0];
    };
  }

  private void delete(int killOneIn) throws IOException {
    List<String> runs = rig.runs();
    String chosen = runs.get(random.nextInt(runs.size()));
    if (random.nextInt(killOneIn) == 0) {
      kill(rig.words("delete", chosen));
      requireSums();
    }
    Cli.Result result = rig.run("delete", chosen);
    assertThat(result.exit()).as("delete: %s%s", result.out(), result.err()).isIn(0, 2);
    story.add("delete " + chosen + " exit " + result.exit());
    assertThat(rig.runDir(chosen).resolve("manifest.json")).doesNotExist();
    trees.remove(chosen);
  }

  /** Kills a process before or after a random operation of its store; it may also end before. */
  private void kill(String... words) {
    int at = 1 + random.nextInt(70);
    String fault = random.nextBoolean() ? "halt-before" : "halt-after";
    Cli.Result result = rig.cliWithFaults("1.at=" + at, "1.fault=" + fault).run(rig.faulty(words));
    assertThat(result.exit()).as(result.err()).isIn(0, 137);
    kills += result.exit() == 137 ? 1 : 0;
    story.add(words[0] + " " + fault + " " + at + " exit " + result.exit());
  }

  /** A run that committed, killed or not, must hold the tree of now. */
  private void adopt(Map<String, String> now) {
    rig.runs().forEach(run -> trees.putIfAbsent(run, now));
  }

  private void requireSums() {
    rig.runs().forEach(rig::requireSums);
  }

  private void requireWhole() throws IOException {
    assertThat(rig.runs()).containsExactlyElementsOf(trees.keySet());
    rig.requireExact();
    for (String run : rig.runs()) {
      rig.requireSums(run);
      rig.verify(run);
    }
    String one = rig.runs().get(random.nextInt(trees.size()));
    story.add("restore " + one);
    rig.requireRestores(one, trees.get(one));
    rig.requireKitRestores(one, trees.get(one));
  }
}
