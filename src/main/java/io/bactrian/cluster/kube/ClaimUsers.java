package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.bactrian.control.ClaimFact;
import io.bactrian.control.JobOrder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who mounts a claim, live. */
final class ClaimUsers {
  private final KubernetesClient client;
  private final Api api;

  ClaimUsers(KubernetesClient client) {
    this.client = client;
    this.api = new Api(client);
  }

  ClaimFact claim(String namespace, String name, String askingUid) {
    Optional<PersistentVolumeClaim> claim = find(namespace, name);
    if (claim.isEmpty()) {
      return new ClaimFact(false, List.of(), List.of());
    }
    List<String> users =
        pods(namespace)
            .filter(pod -> mounts(pod, name) && !askingUid.equals(uid(pod)))
            .map(pod -> pod.getMetadata().getName())
            .toList();
    return new ClaimFact(true, claim.get().getSpec().getAccessModes(), users);
  }

  /** Worked out from what is mounted where at this moment. */
  Placement place(JobOrder order, long standardUser) {
    String namespace = order.job().namespace();
    Set<String> claims = new LinkedHashSet<>();
    order.dataClaim().ifPresent(claims::add);
    order.repositoryClaim().ifPresent(claims::add);
    List<Pod> pods = claims.isEmpty() ? List.of() : pods(namespace).toList();
    List<String> nodes = new ArrayList<>();
    claims.forEach(claim -> node(namespace, claim, pods).ifPresent(nodes::add));
    Optional<Pod> user =
        order
            .dataClaim()
            .flatMap(
                claim ->
                    pods.stream()
                        .filter(pod -> mounts(pod, claim) && uid(pod) == null)
                        .max(Comparator.comparing(ClaimUsers::isRunning)));
    return Placement.of(order, user, nodes.stream().distinct().toList(), standardUser);
  }

  /** Of a claim that only one node may mount, and does. */
  private Optional<String> node(String namespace, String claim, List<Pod> pods) {
    return pods.stream()
        .filter(pod -> mounts(pod, claim) && pod.getSpec().getNodeName() != null)
        .max(Comparator.comparing(ClaimUsers::isRunning))
        .map(pod -> pod.getSpec().getNodeName())
        .filter(
            node ->
                find(namespace, claim)
                    .map(found -> found.getSpec().getAccessModes().contains("ReadWriteOnce"))
                    .orElse(false));
  }

  private Optional<PersistentVolumeClaim> find(String namespace, String name) {
    return api.get(
        Api.path("api/v1", namespace, "persistentvolumeclaims", name), PersistentVolumeClaim.class);
  }

  /** That have not ended. */
  private Stream<Pod> pods(String namespace) {
    return client.pods().inNamespace(Api.name(namespace)).list().getItems().stream()
        .filter(ClaimUsers::isAlive);
  }

  static boolean isAlive(Pod pod) {
    String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
    return !"Succeeded".equals(phase) && !"Failed".equals(phase);
  }

  private static boolean isRunning(Pod pod) {
    return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
  }

  private static String uid(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(Names.UID);
  }

  private static boolean mounts(Pod pod, String claim) {
    return pod.getSpec().getVolumes().stream().anyMatch(volume -> isOf(volume, claim));
  }

  static boolean isOf(Volume volume, String claim) {
    return volume.getPersistentVolumeClaim() != null
        && claim.equals(volume.getPersistentVolumeClaim().getClaimName());
  }
}
