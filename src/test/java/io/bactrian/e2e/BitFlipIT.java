package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Cli;
import io.bactrian.testing.Site;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One wrong bit in any object of a backup is found, named, and never restored. */
class BitFlipIT {
  private static final long SEED = Long.getLong("bactrian.seed", 20261121);

  @TempDir private Path directory;
  private final Random random = new Random(SEED);
  private Site site;

  @BeforeEach
  void backup() throws IOException {
    site =
        Site.faulty(directory)
            .with("bactrian.bundle-size", "1MiB")
            .with("bactrian.retry.bundle.redelivery-delay", "1ms")
            .with("bactrian.retry.store.redelivery-delay", "1ms");
    Trees.make(site.source(), SEED, 30, 3 << 20);
    Cli.here(site.backup()).requireExit(0);
  }

  @Test
  void eachObjectInTurn() throws IOException {
    Cli.here(site.verify()).requireExit(0);
    int objects = 0;
    for (String file : site.stored()) {
      if (!file.startsWith("lock/")) {
        oneWrongBit(file);
        objects++;
      }
    }
    assertThat(objects).isGreaterThan(9);
    Cli.here(site.verify()).requireExit(0);
  }

  @Test
  void latestNeverMeansAnOlderRunBecauseTheNewestIsBroken() throws IOException {
    String older = site.manifests().keySet().iterator().next();
    Files.writeString(site.source().resolve("new"), "of today");
    Cli.here(site.backup()).requireExit(0);
    String newest =
        site.manifests().keySet().stream()
            .filter(run -> !run.equals(older))
            .findFirst()
            .orElseThrow();
    Path manifest = site.name().resolve(newest + "/manifest.json");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(manifest, bytes);
    requireNotRestored(newest);
    assertThat(Cli.here(site.show()).requireExit(4).out()).contains(newest, older);
  }

  private void oneWrongBit(String file) throws IOException {
    Path path = site.name().resolve(file);
    byte[] good = Files.readAllBytes(path);
    byte[] bad = good.clone();
    int bit = random.nextInt(8 * bad.length);
    bad[bit / 8] ^= (byte) (1 << bit % 8);
    Files.write(path, bad);
    String label = "bit " + bit + " of " + file + " (" + good.length + " bytes, seed " + SEED + ")";
    requireFound(file, label);
    if (!file.matches(".*/(RESTORE.md|restore.sh|STREAM|SHA256SUMS)")) {
      requireNotRestored(label);
    }
    Files.write(path, good);
  }

  private void requireFound(String file, String label) {
    Cli.Result verify = Cli.here(site.verify());
    assertThat(verify.exit()).as("%s%n%s%s", label, verify.out(), verify.err()).isEqualTo(4);
    String said = verify.out() + verify.err();
    String name = file.substring(file.indexOf('/') + 1);
    assertThat(said).as(label).contains(name);
    if (file.contains("/data/")) {
      assertThat(filesNamed(verify.json())).as(label + said).isNotEmpty();
    }
  }

  /** Those of the source that the document names, wherever it does. */
  private Set<String> filesNamed(JsonNode document) {
    Set<String> named = new java.util.TreeSet<>();
    Set<String> files = Trees.describe(site.source()).keySet();
    collect(document, files, named);
    return named;
  }

  private static void collect(JsonNode node, Set<String> files, Set<String> named) {
    if (node.isTextual() && files.contains(node.asText())) {
      named.add(node.asText());
    }
    node.forEach(child -> collect(child, files, named));
  }

  private void requireNotRestored(String label) throws IOException {
    Path target = Files.createTempDirectory(directory, "target");
    Cli.Result restore = Cli.here(site.restore(target));
    assertThat(restore.exit()).as("%s%n%s%s", label, restore.out(), restore.err()).isEqualTo(4);
    assertThat(target).as(label).isEmptyDirectory();
  }
}
