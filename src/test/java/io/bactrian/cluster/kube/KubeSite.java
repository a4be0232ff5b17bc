package io.bactrian.cluster.kube;

import io.bactrian.api.Backup;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A namespace of its own in a real API server, and what tests put there. */
final class KubeSite {
  private static final AtomicInteger COUNT = new AtomicInteger();

  final ControlPlane plane;
  final KubernetesClient admin;
  final String namespace =
      "kube-" + COUNT.incrementAndGet() + "-" + Long.toHexString(System.nanoTime());

  KubeSite(ControlPlane plane) {
    this.plane = plane;
    this.admin = plane.admin();
    Crds.install(plane);
    namespace(namespace);
    namespace("bactrian-system");
  }

  static KubeSettings settings() {
    return new KubeSettings(
        java.util.List.of(), "bactrian-system", Duration.ofSeconds(60), Samples.workers());
  }

  void namespace(String name) {
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
    Awaitility.await()
        .until(() -> admin.serviceAccounts().inNamespace(name).withName("default").get() != null);
  }

  Backup create(String name) {
    return admin.resource(Samples.backup(namespace, name)).create();
  }

  void secret(String in, String name, Map<String, String> values, Map<String, String> annotations) {
    Map<String, String> data = new HashMap<>();
    values.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    admin
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(in)
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .withData(data)
                .build())
        .serverSideApply();
  }

  void claim(String name, String accessMode) {
    admin
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("")
                .withAccessModes(accessMode)
                .withNewResources()
                .addToRequests("storage", new Quantity("1Mi"))
                .endResources()
                .endSpec()
                .build())
        .create();
  }

  /** A node that runs nothing; pods name it themselves. */
  void node(String name) {
    admin
        .resource(new NodeBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
  }

  /** A pod that mounts a claim, on a node, as uid 1000 and gid 2000 with fsGroup 3000. */
  Pod user(String name, String claim, String node) {
    return admin
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withNewSecurityContext()
                .withRunAsUser(999L)
                .withRunAsGroup(2000L)
                .withFsGroup(3000L)
                .endSecurityContext()
                .addNewContainer()
                .withName("db")
                .withImage("db:1")
                .withNewSecurityContext()
                .withRunAsUser(1000L)
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("v")
                .withMountPath("/var/lib/db")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("v")
                .withNewPersistentVolumeClaim(claim, false)
                .endVolume()
                .endSpec()
                .build())
        .create();
  }

  void phase(Pod pod, String phase) {
    status(pod, new PodStatusBuilder().withPhase(phase).build());
  }

  /** Adds to the pod's status; without a version, for the scheduler writes to it as well. */
  void status(Pod pod, PodStatus added) {
    admin
        .resource(pod)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            admin.getKubernetesSerialization().asJson(Map.of("status", added)));
  }

  void close() {
    admin.pods().inNamespace(namespace).withGracePeriod(0).delete();
    admin.namespaces().withName(namespace).delete();
    admin.close();
  }
}
