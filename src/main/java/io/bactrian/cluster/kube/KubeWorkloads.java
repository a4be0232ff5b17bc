package io.bactrian.cluster.kube;

import io.bactrian.api.Workload;
import io.bactrian.cluster.Workloads;
import io.bactrian.control.WorkloadFact;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/** Workloads of {@code apps/v1}: looked at live, and scaled by their scale subresource alone. */
final class KubeWorkloads implements Workloads {
  private static final Map<String, String> PLURALS =
      Map.of(
          "StatefulSet", "statefulsets",
          "Deployment", "deployments",
          "ReplicaSet", "replicasets");

  private final KubernetesClient client;
  private final Api api;

  KubeWorkloads(KubernetesClient client) {
    this.client = client;
    this.api = new Api(client);
  }

  @Override
  public WorkloadFact fact(String namespace, Workload workload) {
    Optional<Scale> scale = api.get(path(namespace, workload) + "/scale", Scale.class);
    Optional<GenericKubernetesResource> found =
        scale.isEmpty()
            ? Optional.empty()
            : api.get(path(namespace, workload), GenericKubernetesResource.class);
    if (found.isEmpty()) {
      return new WorkloadFact(false, 0, 0, 0);
    }
    return new WorkloadFact(
        true,
        Optional.ofNullable(scale.get().getSpec().getReplicas()).orElse(0),
        pods(namespace, scale.get().getStatus().getSelector()),
        ready(found.get()));
  }

  /** Ended pods do not count: an evicted one stays for ever and holds no volume. */
  private int pods(String namespace, String selector) {
    return (int)
        client.pods().inNamespace(namespace).withLabelSelector(selector).list().getItems().stream()
            .filter(ClaimUsers::isAlive)
            .count();
  }

  /** 0 while the controller has not seen the present spec. */
  private static int ready(GenericKubernetesResource workload) {
    Number observed = workload.get("status", "observedGeneration");
    Number ready = workload.get("status", "readyReplicas");
    boolean isPresent =
        observed != null && observed.longValue() >= workload.getMetadata().getGeneration();
    return isPresent && ready != null ? ready.intValue() : 0;
  }

  @Override
  public void scale(String namespace, Workload workload, int replicas) {
    Scale scale =
        new ScaleBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(workload.name)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .endSpec()
            .build();
    api.put(path(namespace, workload) + "/scale", scale, Scale.class);
  }

  private static String path(String namespace, Workload workload) {
    String plural = PLURALS.get(workload.kind);
    if (plural == null) {
      throw Failure.usage(
          "'" + workload.kind + "' is no kind of workload that can be stopped",
          "use StatefulSet, Deployment or ReplicaSet");
    }
    return Api.path("apis/apps/v1", namespace, plural, workload.name);
  }
}
