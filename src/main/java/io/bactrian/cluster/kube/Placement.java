package io.bactrian.cluster.kube;

import io.bactrian.control.JobOrder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom a worker runs and where.
 *
 * @param user uid; 0 is root with {@code capabilities} and no others
 * @param group gid; empty: the image's
 * @param groups supplemental ones
 * @param nodes of which it must be on one, for each claim that one node holds
 */
record Placement(
    long user,
    Optional<Long> group,
    List<Long> groups,
    List<String> capabilities,
    List<String> nodes) {
  /** Reads every file and enters every directory, and changes nothing. */
  static final String READ_ALL = "DAC_READ_SEARCH";

  /** Writes everywhere: into a repository or a target that belongs to somebody else. */
  static final String WRITE_ALL = "DAC_OVERRIDE";

  /**
   * @param user pod that mounts the data claim now
   * @param nodes where claims of the order are mounted that only one node may mount
   * @param standard uid of a worker that reads no volume
   */
  static Placement of(JobOrder order, Optional<Pod> user, List<String> nodes, long standard) {
    return switch (order.order().task) {
      // Puts back owners, modes and times of files that belong to anybody.
      case "restore" -> root(List.of("CHOWN", WRITE_ALL, "FOWNER"), nodes);
      case "backup" -> backup(order, user, nodes);
      default ->
          order.repositoryClaim().isPresent()
              ? root(List.of(WRITE_ALL), nodes)
              : new Placement(standard, Optional.empty(), List.of(), List.of(), nodes);
    };
  }

  private static Placement backup(JobOrder order, Optional<Pod> user, List<String> nodes) {
    if (order.repositoryClaim().isPresent()) {
      // One repository takes data of many owners: no single uid could write all of it.
      return root(List.of(READ_ALL, WRITE_ALL), nodes);
    }
    return user.flatMap(pod -> owner(pod, order.dataClaim().orElse(""), nodes))
        .orElseGet(() -> root(List.of(READ_ALL), nodes));
  }

  private static Placement root(List<String> capabilities, List<String> nodes) {
    return new Placement(0, Optional.of(0L), List.of(), capabilities, nodes);
  }

  /** Empty where the pod's spec does not say who it is, or says root. */
  private static Optional<Placement> owner(Pod pod, String claim, List<String> nodes) {
    Optional<Container> container = mounting(pod.getSpec(), claim);
    Optional<PodSecurityContext> all = Optional.ofNullable(pod.getSpec().getSecurityContext());
    Optional<Long> user =
        container
            .map(Container::getSecurityContext)
            .map(context -> context.getRunAsUser())
            .or(() -> all.map(PodSecurityContext::getRunAsUser))
            .filter(uid -> uid != 0);
    Optional<Long> group =
        container
            .map(Container::getSecurityContext)
            .map(context -> context.getRunAsGroup())
            .or(() -> all.map(PodSecurityContext::getRunAsGroup));
    return user.map(
        uid ->
            new Placement(
                uid, group, groups(all.orElseGet(PodSecurityContext::new)), List.of(), nodes));
  }

  /** The pod's fsGroup owns the files of its volumes: a member may read them. */
  private static List<Long> groups(PodSecurityContext context) {
    List<Long> groups = new ArrayList<>();
    if (context.getSupplementalGroups() != null) {
      groups.addAll(context.getSupplementalGroups());
    }
    if (context.getFsGroup() != null && !groups.contains(context.getFsGroup())) {
      groups.add(context.getFsGroup());
    }
    return List.copyOf(groups);
  }

  private static Optional<Container> mounting(PodSpec spec, String claim) {
    List<String> volumes =
        spec.getVolumes().stream()
            .filter(volume -> ClaimUsers.isOf(volume, claim))
            .map(volume -> volume.getName())
            .toList();
    return Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
        .filter(Objects::nonNull)
        .filter(
            container ->
                container.getVolumeMounts().stream()
                    .anyMatch(mount -> volumes.contains(mount.getName())))
        .findFirst();
  }
}
