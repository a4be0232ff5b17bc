package io.bactrian.cluster.directory;

import static io.bactrian.cluster.directory.DirectoryRig.backup;
import static io.bactrian.cluster.directory.DirectoryRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.Names;
import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryClusterTest {
  @TempDir Path directory;
  private DirectoryRig rig;

  private DirectoryRig start() {
    rig = new DirectoryRig(directory).start();
    return rig;
  }

  @AfterEach
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  private Backup await(String name) {
    eventually().until(() -> rig.backupNamed(name).isPresent());
    return rig.backupNamed(name).orElseThrow();
  }

  @Test
  void aDocument_isAResourceWithDefaults_andOutlivesARestart() throws IOException {
    start().write("a.yaml", backup("one"));
    Backup made = await("one");
    assertThat(made.getSpec().mode).isEqualTo("snapshot");
    assertThat(made.getSpec().cleanPolicy).isEqualTo("Retain");
    assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
    made.setStatus(new BackupStatus());
    made.getStatus().phase = "Running";
    rig.cluster.backups().writeStatus(made);
    rig.restart();
    Backup again = rig.backupNamed("one").orElseThrow();
    assertThat(again.getMetadata().getUid()).isEqualTo(made.getMetadata().getUid());
    assertThat(again.getStatus().phase).isEqualTo("Running");
    assertThat(directory.resolve(".bactrian/backup/default.one.json"))
        .content()
        .contains("Running");
  }

  @Test
  void statusWrite_comparesAndSwaps_andTakesNoSpec() throws IOException {
    start().write("a.yaml", backup("one"));
    Backup first = await("one");
    Backup stale = await("one");
    first.setStatus(new BackupStatus());
    first.getSpec().cleanPolicy = "Delete";
    Backup written = rig.cluster.backups().writeStatus(first);
    assertThat(written.getSpec().cleanPolicy).isEqualTo("Retain");
    assertThatThrownBy(() -> rig.cluster.backups().writeStatus(stale)).isInstanceOf(Conflict.class);
    rig.cluster.backups().writeStatus(written);
  }

  @Test
  void aChange_raisesTheGeneration_aFrozenOneIsRefusedOnce() throws IOException {
    start().write("a.yaml", backup("one"));
    await("one");
    rig.write("a.yaml", backup("one", "cleanPolicy: Delete"));
    eventually().until(() -> await("one").getMetadata().getGeneration() == 2);
    assertThat(await("one").getSpec().cleanPolicy).isEqualTo("Delete");
    rig.write("a.yaml", backup("one", "storage: {provider: file, path: r}"));
    eventually().until(() -> rig.events().contains("ChangeRefused"));
    rig.settle();
    assertThat(rig.events().lines().toList())
        .hasSize(1)
        .first()
        .asString()
        .contains("spec.storage");
    assertThat(await("one").getMetadata().getGeneration()).isEqualTo(2);
    assertThat(await("one").getSpec().storage).isNull();
  }

  @Test
  void aMisspelledKindOrGroup_deletesNothing() throws IOException {
    start().write("a.yaml", backup("one"));
    await("one");
    for (String[] slip : new String[][] {{"kind: B", "kind: b"}, {"bactrian.io", "bactrain.io"}}) {
      rig.write("a.yaml", backup("one").replace(slip[0], slip[1]));
      eventually().until(() -> rig.cluster.malformedFiles().containsKey("a.yaml"));
      rig.settle();
      assertThat(rig.backupNamed("one")).as(slip[1]).isPresent();
      rig.write("a.yaml", backup("one"));
      eventually().until(() -> rig.cluster.faults().isEmpty());
    }
  }

  @Test
  void whatIsNotFollowed_isAFault_untilItIsPutRight() throws IOException {
    start().write("a.yaml", backup("one"));
    await("one");
    rig.write("a.yaml", backup("one", "storage: {provider: file, path: r}"));
    rig.write("b.yaml", backup("one"));
    eventually().until(() -> rig.cluster.faults().size() == 2);
    assertThat(rig.cluster.faults())
        .extracting(Failure::getMessage)
        .containsExactly(
            "b.yaml:1: Backup default/one is defined in a.yaml:1 already, which counts",
            "Backup default/one: spec.storage of a.yaml:1 may not change: the spec stays as it was");
    rig.remove("b.yaml");
    rig.write("a.yaml", backup("one"));
    eventually().until(() -> rig.cluster.faults().isEmpty());
  }

  @Test
  void aChangeOfThePod_isFollowed_asOnAnApiServer() throws IOException {
    start().write("a.yaml", backup("one"));
    await("one");
    rig.write("a.yaml", backup("one", "pod: {priorityClassName: high}"));
    eventually().until(() -> await("one").getMetadata().getGeneration() == 2);
    assertThat(await("one").getSpec().pod.priorityClassName).isEqualTo("high");
    assertThat(rig.cluster.faults()).isEmpty();
  }

  @Test
  void aDocumentRemoved_isADelete_andAFinalizerHoldsIt() throws IOException {
    start().write("a.yaml", backup("one") + "---\n" + backup("two"));
    Backup held = await("one");
    await("two");
    held.getMetadata().setFinalizers(List.of(Names.PROTECTION));
    rig.cluster.backups().writeFinalizers(held);
    rig.remove("a.yaml");
    eventually().until(() -> rig.backupNamed("two").isEmpty());
    eventually().until(() -> await("one").getMetadata().getDeletionTimestamp() != null);
    rig.restart();
    Backup going = await("one");
    assertThat(going.getSpec().source.path).isEqualTo("data");
    going.getMetadata().setFinalizers(List.of());
    rig.cluster.backups().writeFinalizers(going);
    assertThat(rig.backupNamed("one")).isEmpty();
    assertThat(directory.resolve(".bactrian/backup")).isEmptyDirectory();
  }

  @Test
  void aMalformedFile_deletesNothing_andLeavesOthersAlone() throws IOException {
    start().write("a.yaml", backup("one"));
    rig.write("b.yaml", backup("two"));
    await("one");
    await("two");
    rig.write("a.yaml", backup("one").substring(0, 60) + ": [");
    rig.write("c.yaml", backup("three"));
    await("three");
    eventually().until(() -> rig.cluster.malformedFiles().containsKey("a.yaml"));
    rig.settle();
    assertThat(rig.backupNamed("one")).isPresent();
    rig.restart().settle();
    assertThat(rig.backupNamed("one")).as("after a restart too").isPresent();
    rig.remove("b.yaml");
    eventually().until(() -> rig.backupNamed("two").isEmpty());
    rig.write("a.yaml", "# nothing any more\n");
    eventually().until(() -> rig.backupNamed("one").isEmpty());
  }

  @Test
  void anEmptiedFile_deletesNothing_untilItIsRemoved() throws IOException {
    start().write("a.yaml", backup("one"));
    await("one");
    rig.write("a.yaml", "");
    eventually().until(() -> !rig.cluster.faults().isEmpty());
    rig.restart();
    eventually().until(() -> !rig.cluster.faults().isEmpty());
    assertThat(rig.cluster.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault).hasMessageContaining("'a.yaml' is empty: Backup default/one stays");
              assertThat(fault.hint()).hasValueSatisfying(h -> assertThat(h).contains("remove"));
            });
    assertThat(rig.backupNamed("one")).isPresent();
    rig.remove("a.yaml");
    eventually().until(() -> rig.backupNamed("one").isEmpty());
    assertThat(rig.cluster.faults()).isEmpty();
  }

  @Test
  void aRenamedFile_deletesNothing() throws IOException {
    start().write("a.yaml", backup("one"));
    String uid = await("one").getMetadata().getUid();
    Files.move(directory.resolve("a.yaml"), directory.resolve("z.yaml"));
    rig.settle();
    assertThat(await("one").getMetadata().getUid()).isEqualTo(uid);
    rig.remove("z.yaml");
    eventually().until(() -> rig.backupNamed("one").isEmpty());
  }

  /** Else one who waits for the end of all would leave before the new one was begun. */
  @Test
  void aDocumentPutBack_whileItsResourceIsCleaned_isStillToBeMade() throws IOException {
    start().write("a.yaml", backup("one"));
    Backup held = await("one");
    held.getMetadata().setFinalizers(List.of(Names.PROTECTION));
    rig.cluster.backups().writeFinalizers(held);
    rig.remove("a.yaml");
    eventually().until(() -> await("one").getMetadata().getDeletionTimestamp() != null);
    rig.write("a.yaml", backup("one") + "---\n" + backup("two"));
    await("two");
    eventually().until(rig.cluster::caughtUp);
    Backup going = await("one");
    going.getMetadata().setFinalizers(List.of());
    rig.cluster.backups().writeFinalizers(going);
    boolean caughtUp = rig.cluster.caughtUp();
    assertThat(caughtUp && rig.backupNamed("one").isEmpty()).isFalse();
    eventually().until(rig.cluster::caughtUp);
    assertThat(await("one").getMetadata().getUid()).isNotEqualTo(held.getMetadata().getUid());
  }

  @Test
  void whatAScheduleMade_hasNoDocument_andStays() throws IOException {
    start();
    Backup made = new Backup();
    made.getMetadata().setName("nightly-1");
    made.getMetadata().setNamespace("default");
    assertThat(rig.cluster.backups().create(made)).isTrue();
    assertThat(rig.cluster.backups().create(made)).isFalse();
    rig.restart().settle();
    Backup kept = await("nightly-1");
    rig.cluster.backups().delete("default", "nightly-1", "another uid");
    assertThat(rig.backupNamed("nightly-1")).isPresent();
    rig.cluster.backups().delete("default", "nightly-1", kept.getMetadata().getUid());
    assertThat(rig.backupNamed("nightly-1")).isEmpty();
  }

  @Test
  void changes_areTold() throws IOException {
    Set<ResourceKey> told = ConcurrentHashMap.newKeySet();
    rig = new DirectoryRig(directory);
    rig.write("a.yaml", backup("one"));
    rig.start();
    rig.cluster.backups().onChange(told::add);
    ResourceKey one = new ResourceKey("Backup", "default", "one");
    // Who listens only now may have come too late to be told of it.
    eventually().until(() -> told.contains(one) || rig.backupNamed("one").isPresent());
    rig.settle();
    told.clear();
    rig.write("s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n");
    eventually().untilAsserted(() -> assertThat(told).as("a Secret came").contains(one));
  }

  @Test
  void aSecondRun_isRefused_andNamesTheFirst() {
    start();
    assertThatThrownBy(() -> new DirectoryRig(directory).start())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid());
  }

  @Test
  void noDirectory_isRefused() {
    assertThatThrownBy(() -> new DirectoryRig(directory.resolve("nowhere")).start())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("nowhere");
  }
}
