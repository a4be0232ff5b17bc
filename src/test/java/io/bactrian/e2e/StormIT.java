package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import io.bactrian.testing.FaultPlan;
import io.bactrian.testing.Site;
import io.bactrian.testing.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and restores in a storm of faults: what says that it is complete is complete. */
class StormIT {
  private static final String FAULTS =
      "reset,reset-after,500,slow:3,short-read,broken-read,short-write,flip,enospc,late-duplicate";
  private static final long SEED = Long.getLong("bactrian.seed", 20261121);
  private static final int RUNS_A_NAME = 6;

  @TempDir private Path directory;
  private Site site;
  private Trees trees;
  private int complete;
  private int failed;
  private int restored;
  private int refused;
  private int injected;

  @AfterEach
  void heal() {
    FaultPlan.uninstall();
  }

  @Test
  void fewHundredFaults() throws Exception {
    storm(400);
    assertThat(complete).as("complete").isGreaterThan(5);
    assertThat(restored).as("restored").isGreaterThan(3);
  }

  @Test
  @Tag("soak")
  void tenThousandFaults() throws Exception {
    storm(10_000);
    assertThat(complete).as("complete").isGreaterThan(100);
    assertThat(failed).as("failed").isGreaterThan(10);
    assertThat(restored).as("restored").isGreaterThan(100);
  }

  private void storm(int faults) throws Exception {
    Random random = new Random(SEED);
    for (int round = 0; injected < faults; round++) {
      if (round % RUNS_A_NAME == 0) {
        begin(round, random);
      }
      oneRun(round, random);
    }
    endCalmly();
    System.out.printf(
        "StormIT: %d faults (seed %d): %d backups complete, %d failed; %d restores, %d failed%n",
        injected, SEED, complete, failed, restored, refused);
  }

  private void begin(int round, Random random) throws Exception {
    if (site != null) {
      endCalmly();
    }
    site =
        Site.faulty(directory.resolve("storm-" + round))
            .with("bactrian.bundle-size", "1MiB")
            .with("bactrian.retry.bundle.redelivery-delay", "1ms")
            .with("bactrian.retry.store.redelivery-delay", "1ms")
            .with("bactrian.format", random.nextBoolean() ? "tar.zst" : "tar.gz");
    if (random.nextInt(4) == 0) {
      site.withoutEncryption();
    } else {
      site.with("bactrian.algorithm", random.nextInt(4) == 0 ? "aes256-cbc" : "aes256-gcm");
    }
    trees = Trees.make(site.source(), random.nextLong(), 15, 3 << 20);
  }

  /** A sweep may have met a fault: the next backup makes up for it. */
  private void endCalmly() throws Exception {
    Cli.here(site.backup("--take-over")).requireExit(0);
    assertThat(site.stray()).as("seed %d, %s", SEED, site.directory()).isEmpty();
    assertThat(site.objects()).isEqualTo(site.named());
    Trees.delete(site.directory());
  }

  private void oneRun(int round, Random random) throws Exception {
    for (int i = random.nextInt(5); i > 0; i--) {
      trees.change();
    }
    Map<String, String> before = Trees.describe(site.source());
    blow(random);
    Cli.Result backup = Cli.here(site.backup("--take-over"));
    calm();
    String label = "round " + round + " of seed " + SEED;
    assertThat(backup.exit()).as("%s: %s", label, backup.err()).isIn(0, 1, 4);
    if (backup.exit() != 0) {
      failed++;
      return;
    }
    complete++;
    restoreInStorm(before, random, label);
    Path target = site.directory().resolve("restored");
    Cli.here(site.restore(target)).requireExit(0);
    assertThat(Trees.describe(target)).as(label).isEqualTo(before);
    Trees.delete(target);
    assertThat(site.objects()).as(label).containsAll(site.named());
  }

  /** It says that it is complete and is so, or it says that it failed and left nothing. */
  private void restoreInStorm(Map<String, String> source, Random random, String label)
      throws Exception {
    Path target = site.directory().resolve("in-storm");
    blow(random);
    Cli.Result result = Cli.here(site.restore(target));
    calm();
    if (result.exit() == 0) {
      restored++;
      assertThat(Trees.describe(target)).as(label).isEqualTo(source);
      Trees.delete(target);
      return;
    }
    refused++;
    assertThat(result.exit()).as("%s: %s", label, result.err()).isIn(1, 4);
    assertThat(Files.exists(target)).as(label).isFalse();
  }

  private void blow(Random random) {
    Map<String, String> plan = new HashMap<>();
    plan.put("random.seed", Long.toString(random.nextLong()));
    plan.put("random.per-mille", Integer.toString(50 + random.nextInt(350)));
    plan.put("random.faults", FAULTS);
    FaultPlan.install(plan);
  }

  private void calm() {
    injected += FaultPlan.current().injected();
    FaultPlan.install(Map.of());
  }
}
