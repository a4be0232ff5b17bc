package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Conditions;
import io.bactrian.control.Conditions.Outlook;
import io.bactrian.control.SecretUse;
import io.bactrian.engine.failure.Failure;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class KubeResourcesIT {

  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  private KubeSite site;
  private ApiProxy proxy;
  private KubernetesClient client;
  private KubeCluster cluster;
  private final Set<ResourceKey> changed = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    proxy = new ApiProxy(site.plane);
    client = KubeClients.open(proxy.config());
    cluster = new KubeCluster(client, KubeSite.settings());
    cluster.backups().onChange(changed::add);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    client.close();
    proxy.close();
    site.close();
  }

  @Test
  void everythingThere_comes_changes_andGoes_isTold_andRead() {
    site.create("before");
    cluster.start();
    assertThat(cluster.healthy()).isTrue();
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
  void aTokenWithALineEnd_isTakenWithoutIt() {
    Config config = proxy.config();
    config.setOauthToken(config.getOauthToken() + "\n");
    try (KubernetesClient lenient = KubeClients.open(config)) {
      assertThat(lenient.namespaces().withName(site.namespace).get()).isNotNull();
    }
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
  void credentialsAreKeptForCleaning_renewed_andDropped() {
    site.secret(site.namespace, "store", Map.of("accessKey", "A"), Map.of());
    SecretUse use = new SecretUse(site.namespace, "store", List.of());
    SecretReference copy = new SecretReference();
    copy.namespace = "bactrian-system";
    copy.name = "clean-" + site.namespace;
    cluster.secrets().keep(site.namespace, use, copy);
    cluster.secrets().keep(site.namespace, use, copy);
    assertThat(kept(copy).getData()).containsOnlyKeys("accessKey");
    cluster.secrets().keep(site.namespace, new SecretUse(site.namespace, "none", List.of()), copy);
    assertThat(kept(copy)).as("a Secret that is gone leaves its copy").isNotNull();
    cluster.secrets().drop(copy);
    cluster.secrets().drop(copy);
    assertThat(kept(copy)).isNull();
  }

  @Test
  void credentialsOfAnotherNamespace_areKeptOnlyWhileItsAnnotationAllowsIt() {
    String name = "theirs-" + site.namespace;
    site.secret("bactrian-system", name, Map.of("accessKey", "A"), Map.of());
    SecretUse use = new SecretUse("bactrian-system", name, List.of());
    SecretReference copy = new SecretReference();
    copy.namespace = "bactrian-system";
    copy.name = "clean-" + site.namespace;
    cluster.secrets().keep(site.namespace, use, copy);
    assertThat(kept(copy)).isNull();
    site.plane.kubectl(
        "-n",
        "bactrian-system",
        "annotate",
        "secret/" + name,
        Names.ALLOW_NAMESPACES + "=" + site.namespace);
    cluster.secrets().keep(site.namespace, use, copy);
    assertThat(kept(copy).getData()).containsOnlyKeys("accessKey");
    cluster.secrets().drop(copy);
  }

  @Test
  void dropCredentials_leavesASecretThatIsNoCopy() {
    site.secret(site.namespace, "store", Map.of("accessKey", "A"), Map.of());
    SecretReference mine = new SecretReference();
    mine.namespace = site.namespace;
    mine.name = "store";
    cluster.secrets().drop(mine);
    assertThat(kept(mine)).isNotNull();
  }

  private Secret kept(SecretReference copy) {
    return site.admin.secrets().inNamespace(copy.namespace).withName(copy.name).get();
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

  @Test
  void start_withoutDefinitions_saysWhatToInstall() throws Exception {
    proxy.answer(request -> request.contains("/backups?"), 100, "404 Not Found");
    assertThatThrownBy(() -> cluster.start())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("backups.bactrian.io")
        .satisfies(
            e ->
                assertThat(((Failure) e).hint().orElseThrow())
                    .contains("kubectl apply -k deploy/crds"));
  }

  @Test
  void start_withoutRights_saysSo_andWithoutAServer_givesUpInTime() throws Exception {
    proxy.answer(request -> request.contains("/restores?"), 100, "403 Forbidden");
    assertThatThrownBy(() -> cluster.start()).hasMessageContaining("restores.bactrian.io");
    Config nobody = proxy.config();
    proxy.refuse();
    KubeSettings hasty =
        new KubeSettings(
            List.of(), "bactrian-system", Duration.ofSeconds(2), KubeSite.settings().worker());
    try (KubernetesClient other = KubeClients.open(nobody);
        KubeCluster deaf = new KubeCluster(other, hasty)) {
      assertThatThrownBy(deaf::start)
          .isInstanceOf(Failure.class)
          .hasMessageContaining("within 2 s");
      assertThat(deaf.healthy()).isFalse();
    }
  }

  @Test
  void namespacesThatAreNotWatched_areNotSeen() throws Exception {
    String other = site.namespace + "-other";
    site.namespace(other);
    site.create("b");
    site.admin.resource(Samples.backup(other, "c")).create();
    KubeSettings few =
        new KubeSettings(
            List.of(site.namespace),
            "bactrian-system",
            Duration.ofSeconds(30),
            KubeSite.settings().worker());
    Config config = Config.fromKubeconfig(Files.readString(site.plane.adminKubeconfig()));
    try (KubernetesClient own = KubeClients.open(config);
        KubeCluster one = new KubeCluster(own, few)) {
      one.start();
      assertThat(names(one.backups().list())).containsExactly("b");
    }
    site.admin.namespaces().withName(other).delete();
  }

  private void awaitChange(String name) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> changed.contains(new ResourceKey("Backup", site.namespace, name)));
  }

  private Backup stored(String name) {
    return site.admin.resources(Backup.class).inNamespace(site.namespace).withName(name).get();
  }

  private List<String> names(List<Backup> backups) {
    return backups.stream()
        .filter(backup -> backup.getMetadata().getNamespace().startsWith(site.namespace))
        .map(backup -> backup.getMetadata().getName())
        .toList();
  }

  private static BackupStatus status(String phase, String runId) {
    BackupStatus status = new BackupStatus();
    status.phase = phase;
    status.runId = runId;
    return status;
  }
}
