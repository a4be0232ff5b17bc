package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Tools;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deletion cut short anywhere. A store that is dead from its n-th operation on leaves what a
 * process killed there leaves; some are killed for real. Every run that has a manifest must
 * restore.
 */
class DeletionIT {
  @TempDir static Path place;
  private static final Map<String, Map<String, String>> MADE = new TreeMap<>();
  private static Rig rig;
  private final Map<String, Map<String, String>> trees = new TreeMap<>();
  private int checked;

  /** Three runs that share chunks, and a fourth that died with some of its data stored. */
  @BeforeAll
  static void fourRuns() throws IOException {
    rig =
        new Rig(place)
            .set(
                "bactrian.bundle-size=1MiB",
                "bactrian.retry.store.max-redeliveries=0",
                "bactrian.retry.bundle.max-redeliveries=0");
    Trees tree = Trees.make(rig.source, 41, 40, 4 << 20);
    for (int i = 0; i < 3; i++) {
      MADE.put(rig.backup().path("runId").asText(), Trees.describe(rig.source));
      tree.change();
      Trees.random(rig.source.resolve("new-" + i), 1_500_000, i);
    }
    Trees.random(rig.source.resolve("newer"), 6_000_000, 9);
    rig.runFaulty(
            Map.of("1.op", "put", "1.keys", ".*/(STREAM|data/00000[4-9].*)", "1.fault", "denied"),
            rig.backupWords())
        .requireExit(4);
    assertThat(rig.runDirs()).hasSize(4);
    assertThat(rig.runs()).hasSize(3).containsExactlyElementsOf(MADE.keySet());
    copy(rig.repo, place.resolve("template"));
  }

  /** Nobody changes the source, and the repository is put back. */
  @BeforeEach
  void asTheyWereMade() throws IOException {
    trees.putAll(MADE);
    reset("template");
  }

  @Test
  void deleteOfABase_cutShort() throws IOException {
    cutShortAt(4, "delete", run(0));
  }

  @Test
  void deleteOfTheLatest_whichTheDeadRunStandsOn_cutShort() throws IOException {
    cutShortAt(4, "delete", run(2));
  }

  @Test
  void prune_cutShort() throws IOException {
    cutShortAt(4, "prune", "--keep-count", "1");
  }

  @Test
  @Tag("soak")
  void everyStepOfAll() throws IOException {
    cutShortAt(Integer.MAX_VALUE, "delete", run(0));
    cutShortAt(Integer.MAX_VALUE, "delete", run(1));
    cutShortAt(Integer.MAX_VALUE, "delete", run(2));
    cutShortAt(Integer.MAX_VALUE, "prune", "--keep-count", "1");
    for (int n = 1; n < 60; n++) {
      killedFor(n, "prune", "--keep-count", "1");
    }
  }

  @Test
  void killedForReal() throws IOException {
    killedFor(22, "delete", run(1));
    killedFor(31, "prune", "--keep-count", "1");
  }

  @Test
  void lastRun_leavesNothing_andCutShortAnywhereTheSameCommandEndsIt() throws IOException {
    rig.delete(run(0));
    rig.delete(run(1));
    copy(rig.repo, place.resolve("one-run"));
    int operations = operations("delete", run(2));
    rig.requireNothingLeft();
    for (int n : spread(operations, 6)) {
      reset("one-run");
      deadFrom(n, "delete", run(2));
      Cli.Result again = rig.run("delete", run(2), "--take-over");
      assertThat(again.exit())
          .as("cut at %d of %d: %s%s", n, operations, again.out(), again.err())
          .isIn(0, 2);
      assertThat(Rig.files(rig.repo))
          .as("cut at %d of %d; then %s", n, operations, again.out())
          .isEmpty();
    }
  }

  @Test
  void oneManifestUnreadable_nothingIsDeleted() throws IOException {
    Path manifest = rig.runDir(run(1)).resolve("manifest.json");
    String text = Files.readString(manifest);
    for (String broken :
        List.of(
            text.replaceFirst("\"formatVersion\" *: *1", "\"formatVersion\": 2"),
            text.replaceFirst("\"startedAt\" *: *\"2", "\"startedAt\": \"3"),
            text.substring(0, text.length() / 2),
            "")) {
      assertThat(broken).isNotEqualTo(text);
      Files.writeString(manifest, broken);
      List<Path> before = dataAndManifests();
      for (String[] words :
          new String[][] {
            rig.words("delete", run(0)),
            rig.words("delete", run(2)),
            rig.words("prune", "--keep-count", "1")
          }) {
        Cli.Result result = Rig.runWords(words).requireExit(4);
        assertThat(result.json().path("error").toString()).contains(run(1));
        assertThat(dataAndManifests()).isEqualTo(before);
      }
    }
    Files.writeString(manifest, text);
    requireAllWithManifest();
    rig.run("delete", run(0)).requireExit(0);
    endAndCheck();
  }

  @Test
  void unreadableRunItself_canBeDeleted() throws IOException {
    Files.writeString(rig.runDir(run(0)).resolve("manifest.json"), "not JSON");
    rig.run("delete", run(0)).requireExit(0);
    trees.remove(run(0));
    endAndCheck();
  }

  @Test
  void newestGoodRun_isNeverPruned() throws IOException {
    rig.run("prune", "--keep-count", "0").requireExit(0);
    assertThat(rig.runs()).containsExactly(run(2));
    endAndCheck();
  }

  private String run(int index) {
    return new ArrayList<>(trees.keySet()).get(index);
  }

  private void cutShortAt(int most, String... command) throws IOException {
    reset("template");
    int operations = operations(command);
    for (int n : spread(operations, most)) {
      reset("template");
      deadFrom(n, command);
      try {
        requireAllWithManifest();
        again(command);
        endAndCheck();
      } catch (AssertionError e) {
        throw new AssertionError(
            "%s cut at operation %d of %d".formatted(List.of(command), n, operations), e);
      }
    }
  }

  private void killedFor(int n, String... command) throws IOException {
    reset("template");
    String fault = n % 2 == 0 ? "halt-before" : "halt-after";
    Cli.Result killed =
        rig.cliWithFaults("1.at=" + n, "1.fault=" + fault).run(rig.faulty(words(command)));
    assertThat(killed.exit()).as(killed.err()).isIn(0, 137);
    requireAllWithManifest();
    assertThat(Rig.runWords(words(command)).exit())
        .as("the dead process was of this host: at once")
        .isIn(0, 2);
    endAndCheck();
  }

  private void again(String... command) {
    String[] words = words(command);
    String[] takingOver = java.util.Arrays.copyOf(words, words.length + 1);
    takingOver[words.length] = "--take-over";
    assertThat(Rig.runWords(takingOver).exit()).isIn(0, 2);
  }

  /** The command without faults; how many operations it takes. */
  private int operations(String... command) {
    FaultPlan plan = FaultPlan.install(Map.of());
    try {
      Rig.runWords(rig.faulty(words(command))).requireExit(0);
      return plan.operations();
    } finally {
      FaultPlan.uninstall();
    }
  }

  private void deadFrom(int n, String... command) {
    rig.runFaulty(Map.of("1.at", n + "-2000000000", "1.fault", "reset"), words(command));
  }

  private String[] words(String... command) {
    return rig.words(command[0], java.util.Arrays.copyOfRange(command, 1, command.length));
  }

  private static List<Integer> spread(int operations, int most) {
    List<Integer> at = new ArrayList<>();
    int count = Math.min(operations, most);
    for (int i = 0; i < count; i++) {
      at.add(1 + (int) ((long) i * operations / count));
    }
    return at;
  }

  /**
   * Whatever has a manifest is whole; one of them, another each time, restores by us or by the kit.
   */
  private void requireAllWithManifest() throws IOException {
    List<String> runs = rig.runs();
    assertThat(trees.keySet()).containsAll(runs);
    runs.forEach(rig::requireSums);
    if (!runs.isEmpty()) {
      String one = runs.get(checked++ % runs.size());
      boolean marked = Files.exists(rig.runDir(one).resolve("DELETED"));
      if (marked || checked % 3 == 0) {
        rig.requireKitRestores(one, trees.get(one));
      } else {
        rig.requireRestores(one, trees.get(one));
      }
    }
  }

  /** A backup ends what is left to end; then everything is exact and restores. */
  private void endAndCheck() throws IOException {
    JsonNode made = rig.backup("--take-over");
    String run = made.path("runId").asText();
    rig.requireExact();
    rig.requireSums(run);
    requireAllOld(run);
    rig.requireRestores(run, Trees.describe(rig.source));
  }

  private void requireAllOld(String newest) {
    for (String run : rig.runs()) {
      assertThat(run.equals(newest) || trees.containsKey(run)).as(run).isTrue();
      rig.requireSums(run);
      rig.verify(run);
    }
  }

  private List<Path> dataAndManifests() throws IOException {
    return Rig.files(rig.nameDir()).stream().filter(p -> !p.toString().contains("/lock/")).toList();
  }

  private static void reset(String template) throws IOException {
    Trees.delete(rig.repo);
    copy(place.resolve(template), rig.repo);
  }

  private static void copy(Path from, Path to) {
    assertThat(Tools.run(null, List.of("cp", "-a", from.toString(), to.toString())).ok()).isTrue();
  }
}
