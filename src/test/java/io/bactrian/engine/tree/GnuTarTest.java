package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree with everything in it, walked and written by us, unpacked by GNU tar, walked again. */
class GnuTarTest {
  @TempDir Path dir;
  private Path source;
  private Path target;
  private Path spool;

  @BeforeEach
  void tree() throws Exception {
    source = Files.createDirectory(dir.resolve("source"));
    target = Files.createDirectory(dir.resolve("target"));
    spool = Files.createDirectory(dir.resolve("spool"));
    for (byte[] name : Samples.HOSTILE_NAMES) {
      Path directory = Files.createDirectory(PathBytes.resolve(source, name));
      Files.write(PathBytes.resolve(directory, name), name);
    }
    Path deep = Files.createDirectories(source.resolve("d".repeat(90)).resolve("e".repeat(200)));
    Files.write(deep.resolve("f".repeat(255)), new byte[1_000]);
    Files.createLink(deep.resolve("hard"), deep.resolve("f".repeat(255)));
    Files.createSymbolicLink(deep.resolve("soft"), Path.of("x/".repeat(150)));
    String at = "cd '" + source + "' && ";
    Samples.run("sh", "-c", at + "ln -s \"$(printf '\\377')\" odd-link && mkfifo fifo");
    Samples.run("sh", "-c", at + "touch -d '1950-01-01 00:00:00.25' old && mkdir empty");
    Samples.run("sh", "-c", at + "touch -d '2038-06-01' later && chmod 6751 later");
    // Who is not root reads nothing of a file without rights, and a backup of it is refused.
    Samples.run("chmod", isRoot() ? "0" : "0400", source + "/old");
    Samples.run("sh", "-c", at + "touch -h -d '2001-02-03 04:05:06.123456789' odd-link empty");
  }

  private boolean isRoot() throws IOException {
    return Files.getAttribute(source, "unix:uid").equals(0);
  }

  @Test
  void extract_everything_isTheSameTree() throws Exception {
    Path archive = archive();
    Samples.run("tar", "-C", target.toString(), "-xpf", archive.toString());
    assertThat(headers(target)).containsExactlyElementsOf(headers(source));
  }

  @Test
  void extract_ownersAsRoot_numericAndHuge() throws Exception {
    assumeThat(isRoot()).as("runs as root").isTrue();
    Samples.run("chown", "-h", "3000000:4000000000", source + "/odd-link", source + "/old");
    Path archive = archive();
    Samples.run("tar", "-C", target.toString(), "-xpf", archive.toString());
    assertThat(headers(target)).containsExactlyElementsOf(headers(source));
    assertThat(Stat.of(target.resolve("old")).gid()).isEqualTo(4_000_000_000L);
  }

  @Test
  void extract_xattrs_withTheFlagsTheKitUses() throws Exception {
    Path file = Files.createFile(source.resolve("with-attributes"));
    byte[] binary = {0, 1, '\n', (byte) 0xff, '='};
    try {
      Xattrs.write(file, "user.a=b%c", binary);
      Xattrs.write(source.resolve("empty"), "user.on.directory", Samples.bytes("yes"));
    } catch (IOException e) {
      assumeThat(e).as("the file system has extended attributes").isNull();
    }
    Path archive = archive();
    Samples.run(
        "tar",
        "--xattrs",
        "--xattrs-include=*",
        "-C",
        target.toString(),
        "-xpf",
        archive.toString());
    assertThat(headers(target)).containsExactlyElementsOf(headers(source));
    Entry read = new EntryReader().read(target.resolve("with-attributes"), Samples.bytes("w"));
    assertThat(read.xattrs().get("user.a=b%c")).isEqualTo(binary);
  }

  @Test
  void apply_ourMetadata_makesTheSameHeaders() throws Exception {
    Samples.run("tar", "-C", target.toString(), "--touch", "-xf", archive().toString());
    List<Entry> entries = Samples.walk(source, spool);
    for (int i = entries.size() - 1; i >= 0; i--) {
      Metadata.apply(PathBytes.resolve(target, entries.get(i).path()), entries.get(i), isRoot());
    }
    List<Entry> applied = Samples.walk(target, spool);
    List<String> wanted = headers(source);
    List<String> differing = new ArrayList<>();
    for (Entry entry : applied) {
      if (!wanted.contains(Samples.hex(TarHeader.of(entry)))) {
        differing.add(entry.display().replaceAll(".*/", ""));
      }
    }
    assertThat(differing).containsExactlyInAnyOrder("old", "fifo", "soft", "odd-link");
    assertThat(Stat.of(target.resolve("old")).mtime()).isEqualTo(-631_152_000L * Samples.SECOND);
    assertThat(Stat.of(target.resolve("odd-link")).mtime()).isEqualTo(981173106_123456000L);
  }

  private List<String> headers(Path root) {
    return Samples.walk(root, spool).stream().map(e -> Samples.hex(TarHeader.of(e))).toList();
  }

  private Path archive() throws Exception {
    Path archive = dir.resolve("archive.tar");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      for (Entry entry : Samples.walk(source, spool)) {
        out.write(TarHeader.of(entry));
        if (entry.isFile()) {
          copy(entry, out);
        }
      }
      out.write(TarHeader.end());
    }
    return archive;
  }

  private void copy(Entry entry, OutputStream out) throws Exception {
    byte[] content = new byte[Math.toIntExact(entry.size())];
    Path file = PathBytes.resolve(source, entry.path());
    try (SourceFile opened = SourceFile.open(file, entry.path())) {
      assertThat(opened.read(0, content, 0, content.length)).isEqualTo(content.length);
    }
    out.write(content);
    out.write(new byte[TarHeader.padding(entry.size())]);
  }
}
