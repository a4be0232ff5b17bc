package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Tools;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a directory may hold, in every packing: restored by us and by restore.sh, byte for byte. */
class SourceKindsTest extends OnRig {
  private static final int MIB = 1 << 20;

  @ParameterizedTest(name = "{0} {1} level {2}")
  @CsvSource({
    "aes256-gcm, tar.zst, 1",
    "aes256-gcm, tar.zst, 19",
    "aes256-gcm, tar.gz, 1",
    "aes256-gcm, tar, 3",
    "aes256-cbc, tar.zst, 3",
    "aes256-cbc, tar.gz, 9",
    "aes256-cbc, tar, 3",
    "gpg, tar.zst, 3",
    "gpg, tar.gz, 6",
    "gpg, tar, 3",
    "none, tar.zst, 3",
    "none, tar.gz, 6",
    "none, tar, 3"
  })
  void everyPacking_twiceAndWithAChange(String algorithm, String format, String level)
      throws IOException {
    Trees trees = Trees.make(rig.source, 21, 25, 2 * MIB + 4711);
    String[] flags = flags(algorithm, format, level);
    String first = rig.backup(flags).path("runId").asText();
    Map<String, String> before = Trees.describe(rig.source);
    trees.change();
    trees.change();
    JsonNode second = rig.backup(flags);
    assertThat(Shown.totals(second, "bytesReused")).isPositive();
    rig.requireRestores(first, before);
    rig.requireKitRestores(first, before);
    rig.requireRestores(second.path("runId").asText(), Trees.describe(rig.source));
    rig.requireKitRestores(second.path("runId").asText(), Trees.describe(rig.source));
    rig.requireWhole();
  }

  private String[] flags(String algorithm, String format, String level) {
    List<String> packing = List.of("--format", format);
    List<String> leveled =
        format.equals("tar") ? packing : List.of("--format", format, "--compression-level", level);
    if (algorithm.equals("none")) {
      rig.plain();
    }
    return java.util.stream.Stream.concat(
            leveled.stream(),
            algorithm.equals("none")
                ? java.util.stream.Stream.of("--no-encryption")
                : java.util.stream.Stream.of("--algorithm", algorithm))
        .toArray(String[]::new);
  }

  @Test
  void emptySource_isABackup() throws IOException {
    JsonNode run = rig.backup();
    assertThat(Shown.totals(run, "files")).isZero();
    assertThat(Shown.totals(run, "entries")).as("the root").isEqualTo(1);
    requireBoth(run);
    JsonNode second = rig.backup();
    assertThat(Shown.totals(second, "bytesNew")).isZero();
    requireBoth(second);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 1})
  void fileOfAwkwardLength(int size) throws IOException {
    Trees.random(rig.source.resolve("file"), size, size);
    requireBoth(rig.backup());
    JsonNode second = rig.backup();
    assertThat(Shown.totals(second, "bytesNew")).isZero();
    requireBoth(second);
  }

  @Test
  void hardLinks_stayOneFile_alsoOfLargeOnesAndAcrossDirectories() throws IOException {
    Files.createDirectories(rig.source.resolve("a/b"));
    Path small = Trees.random(rig.source.resolve("z-small"), 100, 1);
    Path large = Trees.random(rig.source.resolve("large"), 3 * MIB, 2);
    Files.createLink(rig.source.resolve("a/small"), small);
    Files.createLink(rig.source.resolve("a/b/small"), small);
    Files.createLink(rig.source.resolve("a/large"), large);
    JsonNode first = rig.backup();
    assertThat(Shown.totals(first, "bytesNew")).isLessThan(3 * MIB + 50_000);
    requireBoth(first);
    Files.delete(rig.source.resolve("a/b/small"));
    requireBoth(rig.backup());
    Files.delete(rig.source.resolve("a/large"));
    requireBoth(rig.backup());
  }

  @Test
  void hostileNames() throws IOException {
    String[] names = {
      "-rf",
      "--help",
      "a b",
      " lead",
      "trail ",
      "q'u\"o`te",
      "$(touch pwned)",
      "${env:HOME}",
      "new\nline",
      "tab\there",
      "back\\slash",
      "*?[x]",
      "..hidden",
      "...",
      "%s%n",
      "#",
      "!",
      "a;b&c|d",
      "x".repeat(255)
    };
    for (String name : names) {
      Files.writeString(rig.source.resolve(name), name);
    }
    Path deep = rig.source;
    for (int i = 0; i < 12; i++) {
      deep = Files.createDirectory(deep.resolve("deep-" + i + "-" + "y".repeat(60)));
    }
    Files.writeString(deep.resolve("bottom"), "here");
    Files.createSymbolicLink(rig.source.resolve("far"), Path.of("z".repeat(180)));
    requireBoth(rig.backup());
    assertThat(Shown.totals(rig.backup(), "bytesNew")).isZero();
  }

  @Test
  void sparseFile_restoresSparse() throws IOException {
    Path sparse = rig.source.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.seek(20L * MIB);
      file.write(1);
      file.setLength(50L * MIB + 17);
    }
    JsonNode run = rig.backup();
    assertThat(Shown.totals(run, "bytesNew")).as("holes compress to nothing").isLessThan(100_000);
    requireBoth(run);
    Path target = rig.restore(run.path("runId").asText());
    Tools.Result blocks =
        Tools.run(null, List.of("stat", "-c", "%b", target.resolve("sparse").toString()));
    assertThat(Long.parseLong(new String(blocks.output(), StandardCharsets.UTF_8).strip()) * 512)
        .isLessThan(4L * MIB);
  }

  @Test
  void extendedAttributes() throws IOException {
    Tools.require("setfattr", "getfattr");
    Path file = Files.writeString(rig.source.resolve("file"), "x");
    if (!Tools.run(null, List.of("setfattr", "-n", "user.plain", "-v", "value", file.toString()))
        .ok()) {
      skip("this file system takes no extended attributes");
    }
    Tools.run(null, List.of("setfattr", "-n", "user.binary", "-v", "0x00ff0a3d", file.toString()));
    Tools.run(null, List.of("setfattr", "-n", "user.dir", "-v", "d", rig.source.toString()));
    String before = Rig.listing(rig.source);
    String run = rig.backup().path("runId").asText();
    assertThat(Rig.listing(rig.kitRestore(run))).isEqualTo(before);
    assertThat(Rig.listing(rig.restore(run))).isEqualTo(before);
    Tools.run(null, List.of("setfattr", "-n", "user.plain", "-v", "other", file.toString()));
    JsonNode second = rig.backup();
    assertThat(Shown.changes(second)).isEqualTo("0 added, 1 changed, 0 gone");
    assertThat(Rig.listing(rig.kitRestore(second.path("runId").asText())))
        .isEqualTo(Rig.listing(rig.source));
  }

  @Test
  void timesModesAndOwners_alsoOddOnes() throws IOException {
    Path old = Files.writeString(rig.source.resolve("old"), "1");
    Path odd = Files.writeString(rig.source.resolve("odd"), "2");
    sh(
        "touch -d '1901-02-03 04:05:06.123456789' \"$1\"; touch -d '2250-01-01 00:00:00.5' \"$2\"; chmod 6711 \"$2\"",
        old,
        odd);
    sh("mkdir \"$1/sticky\" && chmod 1777 \"$1/sticky\" && mkfifo \"$1/fifo\"", rig.source);
    if (canChown()) {
      sh("chown 3000000:2999999 \"$1\"", old);
    }
    JsonNode run = rig.backup();
    assertThat(Rig.listing(rig.kitRestore(runId(run)))).isEqualTo(Rig.listing(rig.source));
    assertThat(Rig.listing(rig.restore(runId(run)))).isEqualTo(Rig.listing(rig.source));
  }

  private static boolean canChown() {
    return Tools.run(null, List.of("id", "-u")).output()[0] == '0';
  }

  private static void sh(String script, Path... arguments) {
    java.util.ArrayList<String> command =
        new java.util.ArrayList<>(List.of("sh", "-c", script, "sh"));
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    Tools.Result result = Tools.run(null, command);
    assertThat(result.ok()).as(result.errors()).isTrue();
  }

  private static void skip(String why) {
    System.err.println("SKIPPED: " + why);
    org.junit.jupiter.api.Assumptions.abort(why);
  }

  private static String runId(JsonNode run) {
    return run.path("runId").asText();
  }

  private void requireBoth(JsonNode run) throws IOException {
    Map<String, String> tree = Trees.describe(rig.source);
    rig.requireKitRestores(runId(run), tree);
    rig.requireRestores(runId(run), tree);
  }
}
