package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.Names;
import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Conditions;
import io.bactrian.control.Conditions.Outlook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Reading, writing and hearing of resources. */
@Execution(ExecutionMode.CONCURRENT)
class KubeResourcesIT extends KubeResourcesFixture {
  @Test
  void everythingThere_comes_changes_andGoes_isTold_andRead() {
    site.create("before");
    cluster.start();
    assertThat(cluster.unwatched()).isEmpty();
    awaitChange("before");
    site.create("after");
    awaitChange("after");
    assertThat(names(cluster.backups().list())).contains("before", "after");
    Backup after = cluster.backups().get(site.namespace, "after").orElseThrow();
    assertThat(after.getSpec().source.path).isEqualTo("db");
    assertThat(after.getMetadata().getManagedFields()).isEmpty();
    after.getSpec().source.path = "changed by the caller";
    assertThat(cluster.backups().get(site.namespace, "after").orElseThrow().getSpec().source.path)
        .isEqualTo("db");
    changed.clear();
    site.admin.resources(Backup.class).inNamespace(site.namespace).withName("after").delete();
    awaitChange("after");
    assertThat(cluster.backups().get(site.namespace, "after")).isEmpty();
  }

  @Test
  void aClaimThatComes_isToldToWhoWaitsForOne_andToNobodyElse() {
    site.create("waits");
    site.create("waits-not");
    cluster.start();
    Backup waiting = cluster.backups().get(site.namespace, "waits").orElseThrow();
    waiting.setStatus(status("Scheduled", null));
    waiting.getStatus().conditions =
        Conditions.of(null, Outlook.WORKING, "ClaimNotFound", "no claim", 1L, Instant.now());
    cluster.backups().writeStatus(waiting);
    awaitChange("waits");
    awaitChange("waits-not");
    changed.clear();
    site.claim("comes", "ReadWriteOnce");
    awaitChange("waits");
    site.create("after");
    awaitChange("after");
    assertThat(changed)
        .filteredOn(key -> key.namespace().equals(site.namespace))
        .extracting(ResourceKey::name)
        .containsExactlyInAnyOrder("waits", "after");
  }

  @Test
  void writeStatus_isOneRequest_replacesTheStatus_andIsReadAtOnce() {
    site.create("b");
    cluster.start();
    Backup backup = cluster.backups().get(site.namespace, "b").orElseThrow();
    backup.setStatus(status("Scheduled", "r1"));
    proxy.forget();
    cluster.backups().writeStatus(backup);
    assertThat(proxy.requests())
        .singleElement()
        .satisfies(r -> assertThat(r).startsWith("PUT ").endsWith("/b/status"));
    for (int i = 0; i < 20; i++) {
      Backup now = cluster.backups().get(site.namespace, "b").orElseThrow();
      now.setStatus(status("Running", i % 2 == 0 ? null : "r" + i));
      Backup written = cluster.backups().writeStatus(now);
      assertThat(
              cluster
                  .backups()
                  .get(site.namespace, "b")
                  .orElseThrow()
                  .getMetadata()
                  .getResourceVersion())
          .isEqualTo(written.getMetadata().getResourceVersion());
    }
    Backup stored = stored("b");
    assertThat(stored.getStatus().phase).isEqualTo("Running");
    assertThat(stored.getStatus().runId).isEqualTo("r19");
    assertThat(stored.getSpec().source.path).isEqualTo("db");
    assertThat(stored.getMetadata().getManagedFields()).isNotEmpty();
  }

  @Test
  void writeStatus_ofWhatIsNoLongerThat_isAConflict() {
    site.create("b");
    cluster.start();
    Backup read = cluster.backups().get(site.namespace, "b").orElseThrow();
    site.admin
        .resource(stored("b"))
        .edit(
            b -> {
              b.getMetadata().setLabels(java.util.Map.of("x", "y"));
              return b;
            });
    read.setStatus(status("Scheduled", "r1"));
    assertThatThrownBy(() -> cluster.backups().writeStatus(read)).isInstanceOf(Conflict.class);
    assertThat(stored("b").getStatus()).isNull();
    site.admin.resource(stored("b")).delete();
    assertThatThrownBy(() -> cluster.backups().writeStatus(read)).isInstanceOf(Conflict.class);
    site.create("b");
    assertThatThrownBy(() -> cluster.backups().writeStatus(read))
        .as("another of that name")
        .isInstanceOf(Conflict.class);
  }

  @Test
  void finalizers_areWrittenByCompareAndSwap_andLetTheResourceGo() {
    site.create("b");
    cluster.start();
    Backup read = cluster.backups().get(site.namespace, "b").orElseThrow();
    read.getMetadata().setFinalizers(List.of(Names.PROTECTION));
    Backup written = cluster.backups().writeFinalizers(read);
    assertThat(stored("b").getFinalizers()).containsExactly(Names.PROTECTION);
    assertThat(stored("b").getSpec().source.path).isEqualTo("db");
    assertThatThrownBy(() -> cluster.backups().writeFinalizers(read)).isInstanceOf(Conflict.class);
    cluster.backups().delete(site.namespace, "b", "another-uid");
    assertThat(stored("b").getMetadata().getDeletionTimestamp()).isNull();
    cluster.backups().delete(site.namespace, "b", written.getMetadata().getUid());
    Awaitility.await()
        .until(
            () -> cluster.backups().get(site.namespace, "b").orElseThrow().isMarkedForDeletion());
    Backup going = cluster.backups().get(site.namespace, "b").orElseThrow();
    going.getMetadata().setFinalizers(List.of());
    cluster.backups().writeFinalizers(going);
    Awaitility.await().until(() -> cluster.backups().get(site.namespace, "b").isEmpty());
    assertThat(stored("b")).isNull();
  }

  @Test
  void writeCleanPolicy_changesThatOnly_andOnlyWhereTheUidIsTheSame() {
    Backup made = site.create("b");
    cluster.start();
    cluster.writeCleanPolicy(site.namespace, "b", "another-uid", "Delete");
    assertThat(stored("b").getSpec().cleanPolicy).isEqualTo(made.getSpec().cleanPolicy);
    cluster.writeCleanPolicy(site.namespace, "b", made.getMetadata().getUid(), "Delete");
    assertThat(stored("b").getSpec().cleanPolicy).isEqualTo("Delete");
    assertThat(stored("b").getSpec().storage).isEqualTo(made.getSpec().storage);
  }

  @Test
  void create_ofWhatExists_saysSo_andAnOwnCreationIsListedAtOnce() {
    cluster.start();
    assertThat(cluster.backups().create(Samples.backup(site.namespace, "b"))).isTrue();
    assertThat(names(cluster.backups().list())).contains("b");
    assertThat(cluster.backups().create(Samples.backup(site.namespace, "b"))).isFalse();
  }

  private void awaitChange(String name) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> changed.contains(new ResourceKey("Backup", site.namespace, name)));
  }

  private static BackupStatus status(String phase, String runId) {
    BackupStatus status = new BackupStatus();
    status.phase = phase;
    status.runId = runId;
    return status;
  }
}
