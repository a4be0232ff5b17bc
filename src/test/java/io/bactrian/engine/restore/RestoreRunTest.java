package io.bactrian.engine.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.tree.PathBytes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreRunTest {
  @TempDir Path dir;
  private Path source;
  private Path target;
  private Path spool;

  @BeforeEach
  void directories() throws IOException {
    source = Files.createDirectory(dir.resolve("source"));
    target = dir.resolve("target");
    spool = Files.createDirectory(dir.resolve("spool"));
  }

  private void makeSource() throws IOException {
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

  private TestBackup backup() throws IOException {
    makeSource();
    return TestBackups.of(source, spool);
  }

  private java.util.List<String> sourceTree() throws IOException {
    return Tree.describe(source, spool);
  }

  private java.util.List<String> targetTree() throws IOException {
    return Tree.describe(target, spool);
  }

  @ParameterizedTest
  @EnumSource(ArchiveFormat.class)
  void restore_ofEveryFormat_isTheSource(ArchiveFormat format) throws IOException {
    makeSource();
    TestBackup backup = TestBackups.of(format, Algorithm.AES256_GCM).tree(source, spool).build();
    RestoreOutcome outcome = Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(targetTree()).isEqualTo(sourceTree());
    assertThat(outcome.objects()).isEqualTo(backup.objects().size());
    assertThat(outcome.attempts()).isEqualTo(backup.objects().size() + backup.segments().size());
    assertThat(outcome.links()).isEqualTo(4);
    assertThat(outcome.files()).isEqualTo(65);
    assertThat(Files.exists(target.resolve("pipe"))).isTrue();
    assertThat(outcome.notApplied().first())
        .allMatch(line -> line.contains("link") || line.contains("absolute"));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void restore_ofEveryAlgorithm_isTheSource(Algorithm algorithm) throws IOException {
    makeSource();
    TestBackup backup =
        TestBackups.of(ArchiveFormat.TAR_ZST, algorithm).tree(source, spool).build();
    Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_zeros_leavesHoles() throws Exception {
    Restores.restore(backup(), target, Overwrite.NEVER);
    Process du = new ProcessBuilder("du", "-k", target.resolve("zeros").toString()).start();
    String said = new String(du.getInputStream().readAllBytes(), UTF_8);
    assertThat(Integer.parseInt(said.split("\\s")[0])).isLessThan(100);
  }

  @Test
  void restore_oneFlippedBitInAnyObject_writesNothing() throws IOException {
    TestBackup backup = backup();
    for (ObjectRef object : backup.objects()) {
      assertRefused(backup, object);
    }
    for (ObjectRef segment : backup.segments()) {
      assertRefused(backup, segment);
    }
  }

  private void assertRefused(TestBackup backup, ObjectRef damaged) {
    backup.store().flip(backup.key(damaged));
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.CORRUPT))
        .hasMessageContaining(damaged.key());
    assertThat(target).doesNotExist();
    backup.store().flip(backup.key(damaged));
  }

  @Test
  void restore_oneFlippedBit_leavesTheOldDataUntouched() throws IOException {
    TestBackup backup = backup();
    Files.createDirectory(target);
    Files.writeString(target.resolve("large"), "old");
    backup.store().flip(backup.key(backup.objects().get(1)));
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.REPLACE))
        .isInstanceOf(Failure.class);
    assertThat(target.toFile().list()).containsExactly("large");
    assertThat(target.resolve("large")).hasContent("old");
  }

  @Test
  void restore_everyReadFailsOnce_succeedsWithTwiceTheAttempts() throws IOException {
    TestBackup backup = backup();
    Set<String> failed = ConcurrentHashMap.newKeySet();
    backup.store().onGet = (key, in) -> failed.add(key) ? new BreaksOff(in) : in;
    RestoreOutcome outcome = Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(outcome.attempts())
        .isEqualTo(2L * (backup.objects().size() + backup.segments().size()));
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_damagedOnTheWayOnce_succeeds() throws IOException {
    TestBackup backup = backup();
    Set<String> failed = ConcurrentHashMap.newKeySet();
    backup.store().onGet = (key, in) -> failed.add(key) ? new Flips(in) : in;
    Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_readsFailForEver_writesNothing() throws IOException {
    TestBackup backup = backup();
    String key = backup.key(backup.objects().get(2));
    backup.store().onGet = (asked, in) -> asked.equals(key) ? new BreaksOff(in) : in;
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT))
        .hasMessageContaining("reset");
    assertThat(backup.store().getsOf(key)).isEqualTo(Restores.ATTEMPTS);
    assertThat(target).doesNotExist();
  }

  @Test
  void restore_missingObject_isTriedOnce() throws IOException {
    TestBackup backup = backup();
    String key = backup.key(backup.objects().get(2));
    backup.store().delete(key);
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.failureClass()).isEqualTo(FailureClass.NOT_FOUND);
              assertThat(e.hint().orElseThrow()).contains("bactrian verify");
            })
        .hasMessageContaining(backup.objects().get(2).key());
    assertThat(backup.store().getsOf(key)).isEqualTo(1);
  }

  @Test
  void restore_paths_fetchesOnlyTheirObjects() throws IOException {
    TestBackup backup = backup();
    RestoreOutcome outcome =
        Restores.restore(backup, target, Overwrite.NEVER, "a/b/file7", "hard2");
    assertThat(target.resolve("a/b/file7"))
        .hasBinaryContent(Files.readAllBytes(source.resolve("a/b/file7")));
    assertThat(target.resolve("hard2"))
        .hasBinaryContent(Files.readAllBytes(source.resolve("hard2")));
    assertThat(Files.getLastModifiedTime(target.resolve("a/b")).toMillis())
        .isEqualTo(1_500_000_000_123L);
    assertThat(target.resolve("a").toFile().list()).containsExactly("b");
    assertThat(outcome.objects()).isLessThanOrEqualTo(2);
  }

  @Test
  void restore_pathThatMatchesNothing_isRefused() throws IOException {
    TestBackup backup = backup();
    assertUsage(backup, Overwrite.NEVER, "'a/nothere' is not in this backup", "a/nothere");
    assertUsage(backup, Overwrite.NEVER, "'../x'", "../x");
    assertThat(target).doesNotExist();
  }

  private void assertUsage(
      TestBackup backup, Overwrite overwrite, String message, String... paths) {
    assertThatThrownBy(() -> Restores.restore(backup, target, overwrite, paths))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.USAGE))
        .hasMessageContaining(message);
  }

  @Test
  void restore_neverIntoANonEmptyTarget_isRefused() throws IOException {
    TestBackup backup = backup();
    Files.createDirectory(target);
    Files.writeString(target.resolve("mine"), "mine");
    assertUsage(backup, Overwrite.NEVER, "is not empty");
    assertThat(backup.store().gets).isEmpty();
    assertThat(target.toFile().list()).containsExactly("mine");
  }

  @Test
  void restore_neverBesideLostAndFound_succeeds() throws IOException {
    TestBackup backup = backup();
    Files.createDirectories(target.resolve("lost+found"));
    Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(target.resolve("lost+found")).isDirectory();
    assertThat(target.resolve("large")).exists();
  }

  @Test
  void restore_replace_makesTheTargetTheBackup() throws IOException {
    TestBackup backup = backup();
    Files.createDirectories(target.resolve("large/was/a/directory"));
    Files.writeString(target.resolve("other"), "other");
    Files.writeString(target.resolve("a"), "was a file");
    Restores.restore(backup, target, Overwrite.REPLACE);
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_merge_replacesSamePathsAndDeletesNothing() throws IOException {
    TestBackup backup = backup();
    Files.createDirectories(target.resolve("a/b"));
    Files.writeString(target.resolve("a/b/mine"), "mine");
    Files.writeString(target.resolve("a/b/file2"), "old");
    Files.writeString(target.resolve("other"), "other");
    Restores.restore(backup, target, Overwrite.MERGE);
    assertThat(target.resolve("a/b/mine")).hasContent("mine");
    assertThat(target.resolve("other")).hasContent("other");
    Files.delete(target.resolve("other"));
    Files.delete(target.resolve("a/b/mine"));
    Files.setLastModifiedTime(target.resolve("a/b"), FileTime.fromMillis(1_500_000_000_123L));
    Files.setLastModifiedTime(target, FileTime.fromMillis(1_400_000_000_000L));
    assertThat(targetTree()).isEqualTo(sourceTree());
  }

  @Test
  void restore_mergeWithTypeConflict_isRefusedBeforeAnyChange() throws IOException {
    TestBackup backup = backup();
    Files.createDirectories(target.resolve("large"));
    assertUsage(backup, Overwrite.MERGE, "'large' is a directory in the target");
    Files.delete(target.resolve("large"));
    Files.createSymbolicLink(target.resolve("a"), source.resolve("a"));
    assertUsage(backup, Overwrite.MERGE, "'a' is no directory in the target");
    assertThat(target.toFile().list()).containsExactly("a");
  }

  @Test
  void restore_targetWithoutParent_isRefused() throws IOException {
    TestBackup backup = backup();
    target = dir.resolve("no/such");
    assertUsage(backup, Overwrite.NEVER, "lies in no directory");
  }

  @Test
  void restore_whileAnotherRestores_isRefused() throws IOException {
    TestBackup backup = backup();
    try (RestoreRun first = new RestoreRun(Restores.request(backup, target, Overwrite.NEVER))) {
      first.begin();
      assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.LOCKED));
    }
  }

  /** Gives half, then fails. */
  static final class BreaksOff extends FilterInputStream {
    private int left;

    BreaksOff(InputStream in) {
      super(in);
      try {
        left = in.available() / 2;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        throw new IOException("connection reset");
      }
      int got = super.read(bytes, offset, Math.min(length, left));
      left -= got;
      return got;
    }
  }

  /** Flips a bit of each piece. */
  static final class Flips extends FilterInputStream {
    Flips(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = super.read(bytes, offset, length);
      if (got > 0) {
        bytes[offset + got / 2] ^= 1;
      }
      return got;
    }
  }
}
