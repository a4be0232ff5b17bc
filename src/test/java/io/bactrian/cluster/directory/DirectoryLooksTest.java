package io.bactrian.cluster.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.ClaimReference;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen look by look, with no clock in between. */
class DirectoryLooksTest {
  private static final String SECRET =
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {key: k}\n";
  private static final String CLAIM =
      "apiVersion: v1\nkind: PersistentVolumeClaim\n"
          + "metadata: {name: c, annotations: {bactrian.io/directory: volume}}\n";

  @TempDir Path directory;
  private Path file;
  private Folder folder;
  private KeptDocuments documents;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("support.yaml");
    Files.writeString(file, SECRET + "---\n" + CLAIM);
    folder = new Folder(directory, Duration.ofHours(1));
    documents = new KeptDocuments(directory.resolve("claims"));
    look();
    look();
    assertThat(known()).isTrue();
  }

  private boolean look() throws IOException {
    return documents.replace(folder.look(), List.of());
  }

  private boolean known() {
    return documents.secret("default", "s").isPresent()
        && documents.claim("default", "c").isPresent();
  }

  private boolean unknown() {
    return documents.secret("default", "s").isEmpty() && documents.claim("default", "c").isEmpty();
  }

  /** As an editor does it: aside, then a new file, which is read at the second look. */
  @Test
  void aFileMovedAside_andWrittenAnew_isNeverMissed() throws IOException {
    Files.move(file, directory.resolve("support.yaml~"));
    assertThat(look()).as("a change").isFalse();
    assertThat(known()).isTrue();
    assertThat(documents.settled()).isFalse();
    Files.writeString(file, SECRET + "# edited\n---\n" + CLAIM);
    assertThat(look()).isFalse();
    assertThat(known()).as("while the new file is not read").isTrue();
    assertThat(look()).isFalse();
    assertThat(known()).isTrue();
    assertThat(documents.settled()).isTrue();
  }

  @Test
  void aFileRemoved_isGoneAtTheSecondLook() throws IOException {
    Files.delete(file);
    assertThat(look()).isFalse();
    assertThat(look()).as("a change").isTrue();
    assertThat(unknown()).isTrue();
    assertThat(documents.settled()).isTrue();
  }

  @Test
  void anEmptiedFile_takesNothingAway_whatIsNoLongerInItGoes() throws IOException {
    Files.writeString(file, "");
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(known()).isTrue();
    assertThat(documents.settled()).isTrue();
    Files.writeString(file, "# nothing any more\n");
    for (int i = 0; i < 3; i++) {
      look();
    }
    assertThat(unknown()).isTrue();
  }

  /** A Backup that waited for it may be complete, and its process dead, at once. */
  @Test
  void aClaimThatCleaningWillNeed_isCopiedBeforeItIsSeen() throws IOException {
    Backup backup = new Backup();
    backup.getMetadata().setNamespace("default");
    backup.setSpec(new BackupSpec());
    backup.getSpec().storage = new Storage();
    backup.getSpec().storage.persistentVolumeClaim = new ClaimReference();
    backup.getSpec().storage.persistentVolumeClaim.claimName = "c";
    Files.createDirectory(directory.resolve("claims"));
    documents.replace(folder.look(), List.of(backup));
    assertThat(directory.resolve("claims/default.c.json")).content().contains("volume");
  }

  /** What is there from the beginning is asked for at once, by Jobs that a dead process left. */
  @Test
  void aFileWrittenAMomentAgo_isReadAtTheStart_howeverSeldomIsLookedAfterwards()
      throws IOException {
    Files.writeString(directory.resolve("b.yaml"), DirectoryRig.backup("one"));
    try (DirectoryCluster cluster =
        DirectoryCluster.open(
            new DirectorySettings(directory, Duration.ofHours(1), 1, Map.of()), this::refuse)) {
      cluster.start();
      assertThat(cluster.backups().get("default", "one")).isPresent();
      assertThat(cluster.claim("default", "c", "u").exists()).isTrue();
      assertThat(cluster.caughtUp()).isTrue();
    }
  }

  private TaskRunner.Task refuse(WorkerOrder order) {
    throw new IllegalStateException("no Job was started: " + order);
  }
}
