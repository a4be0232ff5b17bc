package io.bactrian.e2e;

import static io.bactrian.e2e.Shown.changes;
import static io.bactrian.e2e.Shown.runId;
import static io.bactrian.e2e.Shown.totals;
import static io.bactrian.testing.Trees.random;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.testing.Trees;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a second backup of a name reads, sends, refers to and says. Files here are younger than 60
 * s.
 */
class BackupReuseTest extends OnRig {
  private static final long MIB = 1 << 20;

  @Test
  void unchangedYoungTree_isReadAndComparedAndStoresNothing() throws IOException {
    Trees.make(rig.source, 1, 60, (int) (5 * MIB));
    JsonNode first = rig.backup();
    JsonNode second = rig.backup();
    JsonNode totals = second.path("totals");
    assertThat(totals(first, "chunksNew")).isEqualTo(totals(first, "chunks"));
    assertThat(totals(second, "chunks")).isEqualTo(totals(first, "chunks"));
    assertThat(totals(second, "chunksNew")).as("%s", totals).isZero();
    assertThat(totals(second, "bytesNew")).isZero();
    assertThat(totals(second, "unread")).as("only the end of the archive").isEqualTo(1);
    assertThat(totals(second, "compared")).isEqualTo(totals(first, "chunks") - 1);
    assertThat(totals(second, "bytesReused"))
        .as("all but what encryption adds")
        .isBetween(totals(first, "storedBytes") - 5_000, totals(first, "storedBytes"));
    assertThat(changes(second)).isEqualTo("0 added, 0 changed, 0 gone");
    assertThat(rig.objects(runId(second), "data")).isEmpty();
    rig.requireKitRestores(runId(second), Trees.describe(rig.source));
    rig.requireExact();
  }

  @Test
  void editInsideLargeFile_sendsAboutOneChunk() throws IOException {
    Path large = random(rig.source.resolve("large"), (int) (24 * MIB), 2);
    random(rig.source.resolve("small"), 10_000, 3);
    rig.backup();
    try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[(int) MIB]), 7 * MIB);
    }
    JsonNode inPlace = rig.backup();
    assertThat(totals(inPlace, "chunksNew")).as("header and one range").isEqualTo(2);
    assertThat(totals(inPlace, "bytesNew")).as("zeros").isLessThan(10_000);
    assertThat(changes(inPlace)).isEqualTo("0 added, 1 changed, 0 gone");

    byte[] noise = new byte[(int) MIB];
    new Random(4).nextBytes(noise);
    try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise), 12 * MIB + 777);
    }
    JsonNode across = rig.backup();
    assertThat(totals(across, "chunksNew")).as("header and the two ranges it lies in").isEqualTo(3);
    assertThat(totals(across, "bytesNew")).isBetween(2 * MIB, 2 * MIB + 10_000);
    rig.requireKitRestores(runId(across), Trees.describe(rig.source));
  }

  @Test
  void append_sendsTheEndOnly() throws IOException {
    Path large = random(rig.source.resolve("log"), (int) (9 * MIB + 5), 5);
    rig.backup();
    Files.write(large, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    JsonNode second = rig.backup();
    assertThat(totals(second, "chunksNew")).as("header and last range").isEqualTo(2);
    assertThat(totals(second, "bytesNew")).isLessThan(5_000);
    assertThat(changes(second)).isEqualTo("0 added, 1 changed, 0 gone");
    rig.requireKitRestores(runId(second), Trees.describe(rig.source));
  }

  @Test
  void everyKindOfChange_isCountedAndRestored() throws IOException {
    Trees.make(rig.source, 6, 200, (int) (3 * MIB));
    for (String name :
        new String[] {"to-append", "to-rename", "to-chmod", "to-delete", "to-retype"}) {
      random(rig.source.resolve(name), 2_000, name.hashCode());
    }
    rig.backup();
    Files.write(rig.source.resolve("to-append"), new byte[10], StandardOpenOption.APPEND);
    FileTime root = Files.getLastModifiedTime(rig.source);
    Files.move(rig.source.resolve("to-rename"), rig.source.resolve("renamed"));
    Files.setPosixFilePermissions(
        rig.source.resolve("to-chmod"), PosixFilePermissions.fromString("r-x--x--x"));
    Files.delete(rig.source.resolve("to-delete"));
    Files.delete(rig.source.resolve("to-retype"));
    Files.createDirectory(rig.source.resolve("to-retype"));
    Files.setLastModifiedTime(rig.source, root);
    JsonNode second = rig.backup();
    assertThat(changes(second))
        .as("added: renamed; changed: to-append, to-chmod, to-retype; gone: to-rename, to-delete")
        .isEqualTo("1 added, 3 changed, 2 gone");
    assertThat(totals(second, "chunksNew")).isBetween(1L, 4L);
    assertThat(totals(second, "compared")).isPositive();
    String text =
        Rig.runWords(
                "show",
                runId(second),
                "--repo",
                rig.repo.toString(),
                "--key-file",
                rig.key.toString())
            .requireExit(0)
            .out();
    assertThat(text)
        .contains("1 added, 3 changed, 2 gone")
        .contains("unread")
        .contains("read and equal");
    rig.requireKitRestores(runId(second), Trees.describe(rig.source));
  }

  @Test
  void renamedLargeFile_isSentAgain() throws IOException {
    Path large = random(rig.source.resolve("a"), (int) (4 * MIB), 8);
    rig.backup();
    Files.move(large, rig.source.resolve("b"));
    JsonNode second = rig.backup();
    assertThat(totals(second, "bytesNew")).isGreaterThan(4 * MIB);
    assertThat(changes(second)).isEqualTo("1 added, 1 changed, 1 gone");
  }

  @Test
  void oneFileMore_movesOneOrTwoCuts() throws IOException {
    int files = 20_000;
    Random random = new Random(13);
    for (int i = 0; i < files; i++) {
      Path directory = rig.source.resolve("d" + i % 40);
      if (i < 40) {
        Files.createDirectory(directory);
      }
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      Files.write(directory.resolve("file-" + i), bytes);
    }
    JsonNode first = rig.backup("--compression-level", "1");
    assertThat(totals(first, "chunks")).isGreaterThan(20);
    Path directory = rig.source.resolve("d17");
    FileTime before = Files.getLastModifiedTime(directory);
    random(directory.resolve("file-5000x"), 400, 14);
    Files.setLastModifiedTime(directory, before);
    JsonNode second = rig.backup("--compression-level", "1");
    assertThat(changes(second)).isEqualTo("1 added, 0 changed, 0 gone");
    assertThat(totals(second, "chunksNew")).isBetween(1L, 2L);
    assertThat(totals(second, "chunksNew") + totals(second, "chunksReused"))
        .isEqualTo(totals(second, "chunks"));
  }

  @Test
  void oldTree_isNotReadAtAll_andItsSegmentsAreReferredTo() throws IOException {
    Path old = Path.of(System.getProperty("java.home"), "lib");
    requireOlderThanAMinute(old);
    String[] words = {
      "--exclude",
      "modules",
      "--exclude",
      "server",
      "--exclude",
      "src.zip",
      "--exclude",
      "ct.sym",
      "--exclude",
      "jspawnhelper",
      "--compression-level",
      "1"
    };
    JsonNode first = backupOf(old, words);
    assertThat(totals(first, "files")).isGreaterThan(20);
    JsonNode second = backupOf(old, words);
    assertThat(totals(second, "unread"))
        .isEqualTo(totals(second, "chunks"))
        .isEqualTo(totals(first, "chunks"));
    assertThat(totals(second, "compared")).isZero();
    assertThat(totals(second, "bytesNew")).isZero();
    assertThat(totals(second, "objectsNew")).isZero();
    assertThat(rig.objects(runId(second), "data")).isEmpty();
    assertThat(rig.objects(runId(second), "index"))
        .as("segments of the first run are named")
        .isEmpty();
    assertThat(rig.manifest(runId(second)).path("segments"))
        .isEqualTo(rig.manifest(runId(first)).path("segments"));
    JsonNode readAll = backupOf(old, concat(words, "--read-all"));
    assertThat(totals(readAll, "unread")).as("the end of the archive").isLessThanOrEqualTo(1);
    assertThat(totals(readAll, "compared")).isGreaterThanOrEqualTo(totals(first, "chunks") - 1);
    assertThat(totals(readAll, "bytesNew")).isZero();
    rig.requireExact();
  }

  private JsonNode backupOf(Path source, String... more) {
    String[] words = rig.words("backup", concat(new String[] {source.toString()}, more));
    return rig.show(runId(Rig.runWords(words).requireExit(0).json()));
  }

  private static String[] concat(String[] words, String... more) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  /** Java's own files are the only ones that every machine has and that nobody just wrote. */
  private static void requireOlderThanAMinute(Path root) throws IOException {
    Instant minuteAgo = Instant.now().minusSeconds(90);
    try (var walk = Files.walk(root)) {
      for (Path path : walk.toList()) {
        FileTime ctime =
            (FileTime)
                Files.getAttribute(path, "unix:ctime", java.nio.file.LinkOption.NOFOLLOW_LINKS);
        if (ctime.toInstant().isAfter(minuteAgo)) {
          String reason = "SKIPPED: " + path + " is younger than a minute";
          System.err.println(reason);
          org.junit.jupiter.api.Assumptions.abort(reason);
        }
      }
    }
  }
}
