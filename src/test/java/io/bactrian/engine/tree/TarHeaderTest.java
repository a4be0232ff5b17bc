package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarHeaderTest {
  private static final long SECOND = Samples.SECOND;

  @TempDir Path dir;

  @Property(tries = 500)
  void of_anyFile_readByCommonsCompress(@ForAll("files") Entry entry) throws IOException {
    byte[] header = TarHeader.of(entry);
    assertThat(header.length % TarHeader.BLOCK).isZero();
    assertThat(TarHeader.of(entry)).isEqualTo(header);
    TarArchiveEntry read = read(header);
    assertThat(read.getName()).isEqualTo(new String(entry.path(), StandardCharsets.UTF_8));
    assertThat(read.getSize()).isEqualTo(entry.size());
    assertThat(read.getMode() & 07777).isEqualTo(entry.mode());
    assertThat(read.getLongUserId()).isEqualTo(entry.uid());
    assertThat(read.getLongGroupId()).isEqualTo(entry.gid());
    assertThat(read.getUserName()).isEqualTo(entry.user());
    assertThat(read.getLastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS))
        .isEqualTo(entry.mtime());
  }

  @Provide
  Arbitrary<Entry> files() {
    Arbitrary<String> names = Arbitraries.strings().withChars("ab é日-_/").ofLength(1);
    Arbitrary<byte[]> paths =
        names
            .list()
            .ofMinSize(1)
            .ofMaxSize(300)
            .map(parts -> Samples.bytes("x" + String.join("", parts) + "y"));
    Arbitrary<Long> sizes = Arbitraries.longs().between(0, 1L << 42);
    Arbitrary<Long> ids = Arbitraries.longs().between(0, 0xffffffffL);
    Arbitrary<Long> times =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-9_000_000_000L * SECOND, 9_000_000_000L * SECOND),
            Arbitraries.longs().between(0, 9_000_000_000L).map(s -> s * SECOND));
    Arbitrary<String> owners = Arbitraries.strings().withChars("abü").ofMaxLength(40);
    return Combinators.combine(
            paths, sizes, Arbitraries.integers().between(0, 07777), ids, ids, owners, times)
        .as(
            (path, size, mode, uid, gid, user, time) ->
                Samples.entry(
                    path,
                    EntryType.FILE,
                    size,
                    mode,
                    uid,
                    gid,
                    user,
                    user,
                    time,
                    new byte[0],
                    Map.of()));
  }

  @Test
  void of_plainFile_isOneBlock() {
    assertThat(TarHeader.of(Samples.file(Samples.bytes("a"), 1, 5 * SECOND))).hasSize(512);
    assertThat(TarHeader.of(Samples.file(Samples.bytes("a"), 1, 5 * SECOND + 1))).hasSize(1536);
  }

  @Test
  void of_limitsOfUstar_takePaxOnlyBeyond() {
    assertThat(TarHeader.of(Samples.file(name(100), (8L << 30) - 1, 0))).hasSize(512);
    assertThat(TarHeader.of(Samples.file(name(101), 0, 0))).hasSize(1536);
    assertThat(TarHeader.of(Samples.file(name(1), 8L << 30, 0))).hasSize(1536);
    assertThat(TarHeader.of(Samples.file(name(1), 0, -1))).hasSize(1536);
    assertThat(TarHeader.of(Samples.file(name(1), 0, 8589934591L * SECOND))).hasSize(512);
    assertThat(TarHeader.of(Samples.file(name(1), 0, 8589934592L * SECOND))).hasSize(1536);
  }

  /** The format: these bytes are what backups hold. */
  @Test
  void of_paxRecords_areExact() {
    Entry entry =
        Samples.entry(
            Samples.bytes("f"),
            EntryType.FILE,
            8L << 30,
            0600,
            3_000_000,
            7,
            "",
            "",
            -1_500_000_000L,
            new byte[0],
            Map.of("user.a=b%", new byte[] {0, 1}));
    byte[] header = TarHeader.of(entry);
    String body = new String(header, 512, 512, StandardCharsets.ISO_8859_1);
    assertThat(body.substring(0, body.indexOf("\n\0") + 1))
        .isEqualTo(
            "19 size=8589934592\n15 uid=3000000\n14 mtime=-1.5\n"
                + "33 SCHILY.xattr.user.a%3Db%25=\0\u0001\n");
  }

  @Test
  void of_listedByGnuTar_saysTheSame() throws Exception {
    Entry huge =
        Samples.entry(
            Samples.bytes("huge"),
            EntryType.FILE,
            9L << 30,
            0640,
            3_000_000,
            4_000_000_000L,
            "",
            "",
            -2208988800L * SECOND,
            new byte[0],
            Map.of());
    assertThat(listed(huge))
        .startsWith("-rw-r----- 3000000/4000000000 9663676416 1900-01-01 00:00:00 huge");
    Entry late = Samples.file(Samples.bytes("late"), 0, Long.MAX_VALUE);
    assertThat(listed(late)).contains("2262-04-11 23:47:16.854775807 late");
    byte[] target = name(300);
    Entry link =
        Samples.entry(
            Samples.bytes("link"),
            EntryType.SYMLINK,
            0,
            0777,
            0,
            0,
            "root",
            "root",
            0,
            target,
            Map.of());
    assertThat(listed(link)).endsWith("link -> " + "n".repeat(300) + "\n");
    Entry setuid =
        Samples.entry(
            Samples.bytes("s"),
            EntryType.DIRECTORY,
            0,
            07755,
            0,
            0,
            "jürgen",
            "g".repeat(40),
            0,
            new byte[0],
            Map.of());
    assertThat(listed(setuid)).startsWith("drwsr-sr-t").contains("g".repeat(40)).endsWith("s/\n");
  }

  /**
   * GNU tar lists such times a second too late (its own archives too), but extracts them rightly.
   */
  @Test
  void of_fractionBefore1970_extractedExactly() throws Exception {
    Entry old = Samples.file(Samples.bytes("old"), 0, -631_152_000L * SECOND + 250_000_000);
    Path archive =
        Files.write(dir.resolve("old.tar"), Samples.concat(TarHeader.of(old), TarHeader.end()));
    Samples.run("tar", "-C", dir.toString(), "-xf", archive.toString());
    assertThat(Stat.of(dir.resolve("old")).mtime()).isEqualTo(old.mtime());
  }

  @Test
  void of_deviceNode_keepsMajorAndMinor() throws Exception {
    Entry node =
        new Entry(
            Samples.bytes("dev"),
            EntryType.BLOCK_DEVICE,
            0,
            0600,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            (259L << 8) | 5 | (0x123L << 20),
            new byte[0],
            Xattrs.none());
    assertThat(listed(node)).contains(" 259," + (0x12305) + " ");
    assertThat(TarHeader.major(0x0801)).isEqualTo(8);
    assertThat(TarHeader.minor(0x0801)).isEqualTo(1);
  }

  @Test
  void padding_anySize_completesTheBlock() {
    assertThat(TarHeader.padding(0)).isZero();
    assertThat(TarHeader.padding(1)).isEqualTo(511);
    assertThat(TarHeader.padding(512)).isZero();
    assertThat(TarHeader.padding((9L << 30) + 513)).isEqualTo(511);
    assertThat(TarHeader.end()).hasSize(1024).containsOnly(0);
  }

  private String listed(Entry entry) throws Exception {
    Path archive = dir.resolve("one.tar");
    Files.write(archive, TarHeader.of(entry));
    try (var channel =
        java.nio.channels.FileChannel.open(archive, java.nio.file.StandardOpenOption.WRITE)) {
      long end = channel.size() + entry.size() + TarHeader.padding(entry.size());
      channel.write(java.nio.ByteBuffer.wrap(TarHeader.end()), end);
    }
    return new String(
        Samples.run("tar", "--full-time", "--quoting-style=literal", "-tvf", archive.toString()),
        StandardCharsets.UTF_8);
  }

  private static TarArchiveEntry read(byte[] header) throws IOException {
    byte[] archive = Samples.concat(header, TarHeader.end());
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
      return in.getNextEntry();
    }
  }

  private static byte[] name(int length) {
    byte[] name = new byte[length];
    Arrays.fill(name, (byte) 'n');
    return name;
  }
}
