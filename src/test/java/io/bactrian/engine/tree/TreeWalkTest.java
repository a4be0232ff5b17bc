package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
  @TempDir Path spool;
  @TempDir Path root;
  private final Samples.Heard heard = new Samples.Heard();

  @BeforeEach
  void plainTree() throws Exception {
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/file"), "content");
    Files.writeString(root.resolve("a!"), "sorts after a/b/file");
    Files.createDirectory(root.resolve("empty"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
  }

  @Test
  void walk_tree_rootFirstThenDepthFirst() {
    assertThat(paths(Excludes.of(List.of())))
        .containsExactly("", "a", "a/b", "a/b/file", "a!", "empty", "link");
  }

  @Test
  void walk_hostileNames_asSortUnderLcAllC() throws Exception {
    for (byte[] name : Samples.HOSTILE_NAMES) {
      Path directory = Files.createDirectory(PathBytes.resolve(root, name));
      for (byte[] inner : Samples.HOSTILE_NAMES) {
        Files.createFile(PathBytes.resolve(directory, inner));
      }
    }
    String find = "cd '" + root + "' && find . -mindepth 1 -printf '%P\\0'";
    List<byte[]> expected =
        Samples.zeroTerminated(
            Samples.run(
                "sh", "-c", find + " | tr '/\\001' '\\001/' | sort -z | tr '/\\001' '\\001/'"));
    List<String> walked =
        Samples.walk(root, spool).stream().skip(1).map(e -> Samples.hex(e.path())).toList();
    assertThat(walked).hasSizeGreaterThan(200).hasSameSizeAs(expected);
    List<byte[]> sorted = new ArrayList<>(expected);
    sorted.sort(PathOrder.INSTANCE);
    assertThat(walked).containsExactlyElementsOf(sorted.stream().map(Samples::hex).toList());
    assertThat(expected.stream().map(Samples::hex).filter(h -> !h.contains("01")).toList())
        .containsExactlyElementsOf(walked.stream().filter(h -> !h.contains("01")).toList());
  }

  @Test
  void walk_hardLinks_firstNameIsTheFile() throws Exception {
    Files.createLink(root.resolve("z"), root.resolve("a/b/file"));
    Files.createLink(root.resolve("a/c"), root.resolve("a/b/file"));
    List<Entry> links =
        Samples.walk(root, spool).stream().filter(e -> e.type() == EntryType.HARDLINK).toList();
    assertThat(links.stream().map(Entry::display)).containsExactly("a/c", "z");
    assertThat(links)
        .allSatisfy(
            link -> {
              assertThat(link.link()).isEqualTo(Samples.bytes("a/b/file"));
              assertThat(link.size()).isZero();
            });
  }

  @Test
  void walk_socket_isSkippedAndReported() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(root.resolve("sock")));
      assertThat(paths(Excludes.of(List.of()))).doesNotContain("sock");
    }
    assertThat(heard.skipped).containsExactly("sock: socket");
  }

  @Test
  void walk_fifo_isAnEntryAndNeverOpened() throws Exception {
    Samples.run("mkfifo", root.resolve("fifo").toString());
    assertThat(Samples.walk(root, spool))
        .anySatisfy(e -> assertThat(e.type()).isEqualTo(EntryType.FIFO));
  }

  @Test
  void walk_nameGoneMeanwhile_isReportedAndLeftOut() throws Exception {
    List<String> seen = new ArrayList<>();
    try (TreeWalk walk = TreeWalk.open(root, Excludes.of(List.of()), spool, heard)) {
      seen.add(walk.next().display());
      Files.delete(root.resolve("a!"));
      Files.delete(root.resolve("empty"));
      Files.createFile(root.resolve("empty"));
      walk.forEachRemaining(entry -> seen.add(entry.display()));
    }
    assertThat(seen).containsExactly(".", "a", "a/b", "a/b/file", "empty", "link");
    assertThat(heard.vanished).containsExactly("a!");
  }

  @Test
  void walk_excludes_prune() {
    assertThat(paths(Excludes.of(List.of("/a", "emp*/", "link/"))))
        .containsExactly("", "a!", "link");
    assertThat(paths(Excludes.of(List.of()).withPath(root.resolve("a/b"))))
        .containsExactly("", "a", "a!", "empty", "link");
  }

  @Test
  void walk_hugeDirectory_isSortedThroughTheSpool() throws Exception {
    Path many = Files.createDirectory(root.resolve("many"));
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(many.resolve(Integer.toHexString(i * 7919)));
    }
    Stat seen = Stat.of(many);
    List<byte[]> names = new ArrayList<>();
    try (WalkDirectory directory =
        WalkDirectory.list(many, Samples.bytes("many"), seen, spool, 4_000)) {
      while (directory.hasNext()) {
        names.add(directory.next());
      }
    }
    assertThat(names).hasSize(3_000).isSortedAccordingTo(PathOrder.INSTANCE);
  }

  @Test
  void list_directoryReplaced_isVanished() throws Exception {
    Stat other = Stat.of(root.resolve("empty"));
    Path b = root.resolve("a/b");
    assertThatThrownBy(
            () -> WalkDirectory.list(b, Samples.bytes("a/b"), other, spool, 1 << 16).close())
        .isInstanceOf(Vanished.class);
  }

  @Test
  void walk_hint_sparesTheAttributes() {
    List<String> asked = new ArrayList<>();
    XattrHint hint =
        bare -> {
          asked.add(bare.display());
          return Xattrs.none();
        };
    try (TreeWalk walk = TreeWalk.open(root, Excludes.of(List.of()), spool, heard, hint)) {
      walk.forEachRemaining(entry -> assertThat(entry.xattrs()).isEmpty());
    }
    assertThat(asked).containsExactly(".", "a", "a/b", "a/b/file", "a!", "empty");
  }

  @Test
  void open_noDirectory_isUsage() {
    assertUsage(root.resolve("missing"), "does not exist");
    assertUsage(root.resolve("a!"), "not a directory");
  }

  @Test
  void open_rootIsASymlink_isFollowed() {
    List<Entry> entries = Samples.walk(root.resolve("link"), spool);
    assertThat(entries.stream().map(Entry::display)).containsExactly(".", "b", "b/file");
  }

  private void assertUsage(Path path, String words) {
    assertThatThrownBy(() -> TreeWalk.open(path, Excludes.of(List.of()), spool, heard))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.failureClass()).isEqualTo(FailureClass.USAGE);
              assertThat(failure).hasMessageContaining(path.toString()).hasMessageContaining(words);
            });
  }

  private List<String> paths(Excludes excludes) {
    List<String> paths = new ArrayList<>();
    try (TreeWalk walk = TreeWalk.open(root, excludes, spool, heard)) {
      walk.forEachRemaining(entry -> paths.add(entry.path().length == 0 ? "" : entry.display()));
    }
    return paths;
  }
}
