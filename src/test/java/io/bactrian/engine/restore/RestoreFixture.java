package io.bactrian.engine.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.tree.PathBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A source with something of every kind, and a target that does not exist. */
abstract class RestoreFixture {
  @TempDir Path dir;
  Path source;
  Path target;
  Path spool;

  @BeforeEach
  void directories() throws IOException {
    source = Files.createDirectory(dir.resolve("source"));
    target = dir.resolve("target");
    spool = Files.createDirectory(dir.resolve("spool"));
  }

  void makeSource() throws IOException {
    Files.createDirectories(source.resolve("a/b/c"));
    Files.createDirectory(source.resolve("empty"));
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(9000)];
      random.nextBytes(content);
      Files.write(source.resolve("a/b/file" + i), content);
    }
    byte[] large = new byte[(5 << 20) + 777];
    random.nextBytes(large);
    java.util.Arrays.fill(large, 2 << 20, (4 << 20) + 5000, (byte) 0);
    Files.write(source.resolve("large"), large);
    Files.write(source.resolve("zeros"), new byte[3 << 20]);
    Files.write(source.resolve("nothing"), new byte[0]);
    Files.createSymbolicLink(source.resolve("a/link"), Path.of("../../elsewhere"));
    Files.createSymbolicLink(source.resolve("absolute"), Path.of("/etc/passwd"));
    Files.createLink(source.resolve("hard"), source.resolve("a/b/file3"));
    Files.createLink(source.resolve("hard2"), source.resolve("a/b/file3"));
    Files.writeString(
        PathBytes.resolve(source, "lat\u00e9".getBytes(StandardCharsets.ISO_8859_1)), "latin");
    Files.writeString(PathBytes.resolve(source, "caf\u00e9".getBytes(UTF_8)), "utf");
    Files.setPosixFilePermissions(
        source.resolve("a/b/file1"), PosixFilePermissions.fromString("r--r-----"));
    Files.setLastModifiedTime(source.resolve("a/b"), FileTime.fromMillis(1_500_000_000_123L));
    Files.setPosixFilePermissions(
        source.resolve("a/b/c"), PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.getFileAttributeView(source.resolve("large"), UserDefinedFileAttributeView.class)
        .write("origin", ByteBuffer.wrap("here".getBytes(UTF_8)));
    new ProcessBuilder("mkfifo", source.resolve("pipe").toString()).start().onExit().join();
    new ProcessBuilder(
            "touch", "-d", "2001-02-03T04:05:06.123456789Z", source.resolve("pipe").toString())
        .start()
        .onExit()
        .join();
    Files.setLastModifiedTime(source, FileTime.fromMillis(1_400_000_000_000L));
  }

  TestBackup backup() throws IOException {
    makeSource();
    return TestBackups.of(source, spool);
  }

  java.util.List<String> sourceTree() throws IOException {
    return Tree.describe(source, spool);
  }

  java.util.List<String> targetTree() throws IOException {
    return Tree.describe(target, spool);
  }

  void assertUsage(TestBackup backup, Overwrite overwrite, String message, String... paths) {
    assertThatThrownBy(() -> Restores.restore(backup, target, overwrite, paths))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.USAGE))
        .hasMessageContaining(message);
  }
}
