package io.bactrian.engine.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** What becomes of what the target holds already. */
class RestoreTargetTest extends RestoreFixture {
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
}
