package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a worker's pod has come to. Pure. */
final class PodLook {
  private static final int MESSAGE_LIMIT = 300;

  private PodLook() {}

  static boolean hasStarted(Pod pod) {
    String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
    return "Running".equals(phase) || "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  static Optional<ContainerStateTerminated> ended(Pod pod) {
    return worker(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  /**
   * Out of memory first, for that is known best; then what was done to the pod, then what its
   * container ended with; else why it does not start.
   */
  static String reason(Pod pod) {
    Optional<String> container = ended(pod).map(ContainerStateTerminated::getReason);
    return container
        .filter("OOMKilled"::equals)
        .or(() -> Optional.ofNullable(pod.getStatus()).map(status -> status.getReason()))
        .or(() -> condition(pod, "DisruptionTarget", "True").map(PodCondition::getReason))
        .or(() -> container)
        .or(() -> waiting(pod))
        .or(
            () ->
                condition(pod, "PodScheduled", "False")
                    .map(condition -> text(condition.getReason(), condition.getMessage())))
        .orElse("");
  }

  private static Optional<String> waiting(Pod pod) {
    if (hasStarted(pod) || pod.getStatus() == null) {
      return Optional.empty();
    }
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getWaiting)
        .filter(waiting -> waiting != null && waiting.getReason() != null)
        .map(waiting -> text(waiting.getReason(), waiting.getMessage()))
        .findFirst();
  }

  private static String text(String reason, String message) {
    String text = message == null || message.isEmpty() ? reason : reason + ": " + message;
    return text.length() > MESSAGE_LIMIT ? text.substring(0, MESSAGE_LIMIT) + "…" : text;
  }

  private static Optional<PodCondition> condition(Pod pod, String type, String status) {
    List<PodCondition> conditions =
        pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
    return conditions.stream()
        .filter(condition -> type.equals(condition.getType()))
        .filter(condition -> status.equals(condition.getStatus()))
        .findFirst();
  }

  private static Optional<ContainerStatus> worker(Pod pod) {
    List<ContainerStatus> containers =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    return containers.stream()
        .filter(container -> Names.CONTAINER.equals(container.getName()))
        .findFirst();
  }
}
