package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration's judge must see every kind of difference. */
class TreeComparisonTest {
  private static final FileTime TIME = FileTime.fromMillis(1_500_000_000_000L);
  @TempDir Path place;
  private Path left;
  private Path right;

  @BeforeEach
  void twoEqualTrees() throws IOException {
    left = tree("left");
    right = tree("right");
    assertThat(differences()).isEmpty();
  }

  @Test
  void content_isSeen() throws IOException {
    Files.writeString(right.resolve("file"), "tfxt");
    settle(right);
    assertThat(differences()).containsExactly("file: content differs");
  }

  @Test
  void modeTimeAndTarget_areSeen() throws IOException {
    Files.setPosixFilePermissions(
        right.resolve("file"), PosixFilePermissions.fromString("rwx------"));
    Files.delete(right.resolve("link"));
    Files.createSymbolicLink(right.resolve("link"), Path.of("elsewhere"));
    assertThat(differences())
        .anyMatch(line -> line.startsWith("file: mode"))
        .anyMatch(line -> line.startsWith("link: target"))
        .anyMatch(line -> line.startsWith("link: time"));
  }

  @Test
  void missingAndNew_areSeen() throws IOException {
    Files.move(right.resolve("file"), right.resolve("other"));
    assertThat(differences()).contains("file is missing", "other is new");
  }

  private Path tree(String name) throws IOException {
    Path root = Files.createDirectory(place.resolve(name));
    Files.writeString(root.resolve("file"), "text");
    Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
    settle(root);
    return root;
  }

  private static void settle(Path root) throws IOException {
    Files.setLastModifiedTime(root.resolve("file"), TIME);
    Files.getFileAttributeView(
            root.resolve("link"),
            java.nio.file.attribute.BasicFileAttributeView.class,
            java.nio.file.LinkOption.NOFOLLOW_LINKS)
        .setTimes(TIME, null, null);
    Files.setLastModifiedTime(root, TIME);
  }

  private java.util.List<String> differences() throws IOException {
    return TreeComparison.differences(left, right);
  }
}
