package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Workload;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.bactrian.control.SecretFact;
import io.bactrian.control.WorkloadFact;
import io.bactrian.engine.failure.Failure;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Everything that needs no watch. */
@Execution(ExecutionMode.CONCURRENT)
class KubeClusterIT {

  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  private KubeSite site;
  private KubernetesClient client;
  private KubeCluster cluster;
  @TempDir Path directory;

  @BeforeEach
  void start() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    client =
        KubeClients.open(
            io.fabric8.kubernetes.client.Config.fromKubeconfig(
                Files.readString(site.plane.adminKubeconfig())));
    cluster = new KubeCluster(client, KubeSite.settings());
  }

  @AfterEach
  void stop() {
    cluster.close();
    client.close();
    site.close();
  }

  @Test
  void secret_isUsable_orSaysWhyNot() {
    site.secret(site.namespace, "own", Map.of("key", "value", "empty", ""), Map.of());
    String other = "bactrian-system";
    site.secret(
        other, "shut-" + site.namespace, Map.of("key", "v"), Map.of(Names.ALLOW_NAMESPACES, "x,y"));
    site.secret(
        other,
        "open-" + site.namespace,
        Map.of("key", "v"),
        Map.of(Names.ALLOW_NAMESPACES, "x, " + site.namespace));
    assertThat(fact(null, "own", "key")).isEqualTo(SecretFact.USABLE);
    assertThat(fact(null, "own", "empty")).isEqualTo(SecretFact.MEMBER_MISSING);
    assertThat(fact(null, "own", "none")).isEqualTo(SecretFact.MEMBER_MISSING);
    assertThat(fact(null, "none", "key")).isEqualTo(SecretFact.MISSING);
    assertThat(fact(other, "shut-" + site.namespace, "key")).isEqualTo(SecretFact.NOT_ALLOWED);
    assertThat(fact(other, "open-" + site.namespace, "key")).isEqualTo(SecretFact.USABLE);
    assertThat(cluster.secrets().read(site.namespace, reference(other, "shut-" + site.namespace)))
        .isEmpty();
    assertThat(
            cluster.secrets().read(site.namespace, reference(null, "own")).orElseThrow().get("key"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("value");
    assertThatThrownBy(() -> fact(null, "../../pods", "key")).isInstanceOf(Failure.class);
  }

  @Test
  void key_isMadeOnce_isNobodysAndRandom() {
    cluster.secrets().makeKey(site.namespace, reference(null, "kek"), "key");
    Secret made = site.admin.secrets().inNamespace(site.namespace).withName("kek").get();
    String key =
        new String(
            Base64.getDecoder().decode(made.getData().get("key")), StandardCharsets.US_ASCII);
    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(made.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(made.getType()).isEqualTo("Opaque");
    cluster.secrets().makeKey(site.namespace, reference(null, "kek"), "key");
    assertThat(site.admin.secrets().inNamespace(site.namespace).withName("kek").get().getData())
        .isEqualTo(made.getData());
    assertThatThrownBy(
            () -> cluster.secrets().makeKey(site.namespace, reference("kube-system", "kek"), "key"))
        .isInstanceOf(Failure.class);
  }

  @Test
  void workload_isScaled_andItsPodsAreCounted() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("set.yaml"),
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              replicas: 2
              podManagementPolicy: Parallel
              serviceName: db
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec: {containers: [{name: db, image: "db:1"}]}
            """);
    site.plane.kubectl("-n", site.namespace, "apply", "-f", file.toString());
    Workload workload = new Workload();
    workload.kind = "StatefulSet";
    workload.name = "db";
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(cluster.workloads().fact(site.namespace, workload))
                    .isEqualTo(new WorkloadFact(true, 2, 2, 0)));
    cluster.workloads().scale(site.namespace, workload, 0);
    assertThat(cluster.workloads().fact(site.namespace, workload).replicas()).isZero();
    Awaitility.await()
        .until(() -> cluster.workloads().fact(site.namespace, workload).existing() == 0);
    workload.name = "none";
    assertThat(cluster.workloads().fact(site.namespace, workload).exists()).isFalse();
    workload.kind = "DaemonSet";
    assertThatThrownBy(() -> cluster.workloads().fact(site.namespace, workload))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("DaemonSet");
  }

  @Test
  void namespace_endsWhenItGoes() {
    assertThat(cluster.namespaceEnds(site.namespace)).isFalse();
    site.plane.kubectl("-n", site.namespace, "create", "configmap", "held");
    site.plane.kubectl(
        "-n",
        site.namespace,
        "patch",
        "configmap",
        "held",
        "-p",
        "{\"metadata\":{\"finalizers\":[\"x/y\"]}}");
    site.admin.namespaces().withName(site.namespace).delete();
    assertThat(cluster.namespaceEnds(site.namespace)).isTrue();
    site.plane.kubectl(
        "-n",
        site.namespace,
        "patch",
        "configmap",
        "held",
        "-p",
        "{\"metadata\":{\"finalizers\":null}}");
    assertThat(cluster.namespaceEnds("no-such-namespace")).isTrue();
  }

  @Test
  void orphans_areKeptOnce_alsoByTwoAtATime() throws Exception {
    List<Thread> writers =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Thread(
                        () -> cluster.keepOrphan(site.namespace + "/o/" + i, "store\nis gone")))
            .toList();
    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      writer.join();
    }
    cluster.keepOrphan(site.namespace + "/o/1", "again");
    String kept =
        site.admin
            .configMaps()
            .inNamespace("bactrian-system")
            .withName(Names.ORPHANS)
            .get()
            .getData()
            .get(Orphans.MEMBER);
    assertThat(kept.lines().filter(line -> line.startsWith(site.namespace)).toList())
        .hasSize(4)
        .allMatch(line -> line.endsWith("\tstore is gone"));
  }

  @Test
  void events_countUp_insteadOfFlooding_andNeverThrow() {
    Backup backup = site.create("b");
    ResourceKey key = new ResourceKey("Backup", site.namespace, "b");
    for (int i = 0; i < 30; i++) {
      cluster.tell(key, backup.getMetadata().getUid(), Notice.warning("RetryScheduled", "in 2 s"));
    }
    cluster.tell(key, backup.getMetadata().getUid(), Notice.normal("RetryStarted", "attempt 2"));
    cluster.tell(new ResourceKey("Backup", "no-such-namespace", "b"), "u", Notice.normal("X", "y"));
    cluster.tell(new ResourceKey("Backup", "No Namespace", "b"), "u", Notice.normal("X", "y"));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(site.admin.v1().events().inNamespace(site.namespace).list().getItems())
                    .hasSize(2)
                    .anySatisfy(event -> assertRepeated(event)));
    assertThat(site.plane.kubectl("-n", site.namespace, "describe", "backup", "b").output())
        .contains("RetryScheduled", "(x30 over", "bactrian");
  }

  private static void assertRepeated(Event event) {
    assertThat(event.getReason()).isEqualTo("RetryScheduled");
    assertThat(event.getCount()).isEqualTo(30);
    assertThat(event.getType()).isEqualTo("Warning");
  }

  private SecretFact fact(String namespace, String name, String member) {
    return cluster.secrets().fact(site.namespace, reference(namespace, name), List.of(member));
  }

  private static SecretReference reference(String namespace, String name) {
    SecretReference reference = new SecretReference();
    reference.namespace = namespace;
    reference.name = name;
    return reference;
  }
}
