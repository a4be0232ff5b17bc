package io.bactrian.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.Location;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever can write into an unencrypted repository can make an index lie: it must stay harmless.
 */
class HostileIndexTest {
  @TempDir Path dir;
  private Path outside;
  private Path target;

  @BeforeEach
  void directories() throws IOException {
    outside = Files.createDirectory(dir.resolve("outside"));
    Files.writeString(outside.resolve("file"), "untouched");
    target = dir.resolve("target");
  }

  private static TestBackups backups() {
    return TestBackups.of(ArchiveFormat.TAR_ZST, Algorithm.NONE).dir("");
  }

  private void assertRefused(TestBackups backups, String message) throws IOException {
    TestBackup backup = backups.build();
    for (Overwrite overwrite : Overwrite.values()) {
      assertThatThrownBy(() -> Restores.restore(backup, target, overwrite))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.CORRUPT))
          .hasMessageContaining(message);
    }
    assertThat(target).doesNotExist();
    assertThat(dir.toFile().list()).containsExactly("outside");
    assertThat(outside.toFile().list()).containsExactly("file");
    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "/abs", "..", ".", "a/../../x", "a//x", "a/", "a/.", "./a", "nul\0nul"})
  void restore_pathThatLeadsOut_isRefused(String path) throws IOException {
    assertRefused(backups().file(path, "evil"), "that leads out of the tree");
  }

  @Test
  void restore_fileBelowASymlink_isRefused() throws IOException {
    assertRefused(
        backups().symlink("link", outside.toString()).file("link/file", "evil"), "no directory");
  }

  @Test
  void restore_pathTwice_isRefused() throws IOException {
    assertRefused(
        backups().symlink("a", outside.resolve("file").toString()).file("a", "evil"), "twice");
  }

  @Test
  void restore_filesOutOfOrder_isRefused() throws IOException {
    assertRefused(backups().file("b", "b").file("a", "a"), "out of order");
  }

  @Test
  void restore_withoutRoot_isRefused() throws IOException {
    TestBackups rootless = TestBackups.of(ArchiveFormat.TAR_ZST, Algorithm.NONE);
    assertRefused(rootless.file("a", "a"), "does not begin with the root");
  }

  @Test
  void restore_fileWithoutItsDirectory_isRefused() throws IOException {
    assertRefused(backups().file("no/file", "a"), "in no directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside/file", "/etc/passwd", "z-later", "self"})
  void restore_hardLinkToWhatIsNotEarlierInTheTree_isRefused(String link) throws IOException {
    assertRefused(backups().file("a", "a").hardlink("self", link).file("z-later", "z"), "");
  }

  @Test
  void restore_hardLinkThroughASymlink_isRefused() throws IOException {
    assertRefused(
        backups().symlink("a", outside.toString()).hardlink("b", "a/file"), "is no file in it");
  }

  @Test
  void restore_hardLinkToASymlink_isRefused() throws IOException {
    assertRefused(
        backups().symlink("a", outside.resolve("file").toString()).hardlink("b", "a"),
        "is no file in it");
  }

  @Test
  void restore_symlinkOut_isMadeAndNotFollowed() throws IOException {
    TestBackup backup =
        backups().symlink("a", outside.resolve("file").toString()).file("b", "b").build();
    Restores.restore(backup, target, Overwrite.NEVER);
    assertThat(Files.readSymbolicLink(target.resolve("a"))).isEqualTo(outside.resolve("file"));
    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @Test
  void restore_mergeThroughASymlinkOfTheTarget_isRefused() throws IOException {
    TestBackup backup = backups().dir("d").file("d/file", "new").build();
    Files.createDirectory(target);
    Files.createSymbolicLink(target.resolve("d"), outside);
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.MERGE))
        .isInstanceOf(Failure.class);
    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  @Test
  void restore_mergeOntoASymlinkOfTheTarget_replacesTheSymlink() throws IOException {
    TestBackup backup = backups().file("f", "new").build();
    Files.createDirectory(target);
    Files.createSymbolicLink(target.resolve("f"), outside.resolve("file"));
    Restores.restore(backup, target, Overwrite.MERGE);
    assertThat(target.resolve("f")).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(target.resolve("f"))).isFalse();
    assertThat(outside.resolve("file")).hasContent("untouched");
  }

  private static ChunkRecord with(ChunkRecord c, List<EntryRecord> entries, int raw, Location at) {
    return new ChunkRecord(
        c.kind(),
        entries,
        c.fileOffset(),
        c.contentLength(),
        c.crc32c(),
        raw,
        c.hashHigh(),
        c.hashLow(),
        c.readAt(),
        at);
  }

  private void assertLieRefused(UnaryOperator<ChunkRecord> lie, String message) throws IOException {
    assertRefused(backups().file("f", "content").lying(lie), message);
  }

  @Test
  void restore_chunkThatClaimsToBeHuge_isRefused() throws IOException {
    assertLieRefused(c -> with(c, c.entries(), 60 << 20, c.location()), "a chunk of");
  }

  @Test
  void restore_smallFileThatClaimsTenGigabytes_isRefused() throws IOException {
    Entry huge = TestBackups.entry("f", EntryType.FILE, 10L << 30, "");
    assertRefused(
        backups().file("f", "content").lying(c -> c.entries().size() < 2 ? c : claim(c, huge)),
        "bytes into one chunk");
  }

  private static ChunkRecord claim(ChunkRecord c, Entry entry) {
    EntryRecord root = c.entries().get(0);
    List<EntryRecord> entries = List.of(root, new EntryRecord(entry, 0, false));
    return with(c, entries, c.rawLength(), c.location());
  }

  @Test
  void restore_largeFileWithoutItsData_isRefused() throws IOException {
    byte[] large = new byte[3 << 20];
    assertRefused(
        backups().file("f", large).lying(c -> c.kind() != ChunkKind.HEADER ? c : grown(c)),
        "of 'f' out of place");
  }

  private static ChunkRecord grown(ChunkRecord header) {
    Entry huge = TestBackups.entry("f", EntryType.FILE, 10L << 30, "");
    List<EntryRecord> one = List.of(new EntryRecord(huge, 0, false));
    return with(header, one, header.rawLength(), header.location());
  }

  @Test
  void restore_offsetPastTheObject_isRefused() throws IOException {
    assertLieRefused(
        c -> {
          Location at = c.location();
          Location past = new Location(at.object(), at.object().size(), at.length());
          return with(c, c.entries(), c.rawLength(), past);
        },
        "past the end of object");
  }

  @Test
  void restore_objectTheManifestDoesNotName_isRefused() throws IOException {
    assertLieRefused(
        c -> {
          ObjectRef o = c.location().object();
          ObjectRef other = new ObjectRef(o.key() + "x", o.size(), o.sha256(), "-");
          Location at = new Location(other, c.location().offset(), c.location().length());
          return with(c, c.entries(), c.rawLength(), at);
        },
        "otherwise than the manifest");
  }

  @Test
  void restore_entryOtherThanItsHeader_isRefused() throws IOException {
    Entry renamed = TestBackups.entry("g", EntryType.FILE, 7, "");
    assertRefused(
        backups().file("f", "content").lying(c -> c.entries().size() < 2 ? c : claim(c, renamed)),
        "header of 'g'");
  }

  @Test
  void restore_contentOtherThanItsCrc_isRefused() throws IOException {
    assertRefused(
        backups()
            .file("f", "content")
            .lying(c -> c.entries().size() < 2 ? c : claim(c, c.entries().get(1).entry())),
        "CRC-32C of 'f'");
  }

  @Test
  void restore_indexCutShort_isRefused() throws IOException {
    TestBackups backups = backups().sizes(1024, 4096, 1);
    for (int i = 10; i < 20; i++) {
      backups.file("f" + i, "content " + i);
    }
    TestBackup whole = backups.build();
    List<ObjectRef> segments = whole.segments();
    BackupView v = whole.view();
    BackupView cut =
        new BackupView(
            v.root(),
            v.runId(),
            v.format(),
            segments.subList(0, segments.size() - 1),
            v.objects(),
            v.rawBytes(),
            v.entries());
    TestBackup shorter =
        new TestBackup(
            whole.store(), cut, whole.ciphers(), segments, whole.objects(), whole.files());
    assertThatThrownBy(() -> Restores.restore(shorter, target, Overwrite.NEVER))
        .hasMessageContaining("breaks off");
    assertThat(target).doesNotExist();
  }

  @Test
  void restore_garbageInsteadOfASegment_isRefused() throws IOException {
    TestBackup backup = backups().file("f", "content").build();
    byte[] garbage = new byte[5000];
    Arrays.fill(garbage, (byte) 0x5a);
    backup.store().put(backup.key(backup.segments().get(0)), garbage);
    assertThatThrownBy(() -> Restores.restore(backup, target, Overwrite.NEVER))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("mismatch");
    assertThat(target).doesNotExist();
  }
}
