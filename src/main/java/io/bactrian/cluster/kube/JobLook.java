package io.bactrian.cluster.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Names;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.JobFact;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Job and its pods come to. Pure. */
final class JobLook {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private JobLook() {}

  /**
   * @param pods of this Job, in any order; the last made one counts
   */
  static JobFact of(Job job, List<Pod> pods) {
    Optional<Pod> pod =
        pods.stream()
            .max(
                (a, b) ->
                    String.valueOf(a.getMetadata().getCreationTimestamp())
                        .compareTo(String.valueOf(b.getMetadata().getCreationTimestamp())));
    Optional<ContainerStateTerminated> ended = pod.flatMap(PodLook::ended);
    return new JobFact(
        state(job, pod),
        attempt(job),
        label(job, Names.UID),
        time(job.getMetadata().getCreationTimestamp()),
        condition(job, "Complete")
            .or(() -> condition(job, "Failed"))
            .flatMap(condition -> time(condition.getLastTransitionTime()))
            .or(() -> ended.flatMap(end -> time(end.getFinishedAt()))),
        ended.flatMap(end -> words(end.getMessage())),
        ended.map(ContainerStateTerminated::getExitCode),
        pod.map(PodLook::reason).orElseGet(() -> withoutPod(job)));
  }

  private static JobFact.State state(Job job, Optional<Pod> pod) {
    if (job.getMetadata().getDeletionTimestamp() != null) {
      return JobFact.State.TERMINATING;
    }
    if (condition(job, "Complete").isPresent()) {
      return JobFact.State.SUCCEEDED;
    }
    if (condition(job, "Failed").isPresent()) {
      return JobFact.State.FAILED;
    }
    return pod.filter(PodLook::hasStarted).isPresent()
        ? JobFact.State.RUNNING
        : JobFact.State.PENDING;
  }

  /** A Job that fails without a pod left: somebody deleted it, or a deadline passed. */
  private static String withoutPod(Job job) {
    return condition(job, "Failed")
        .map(JobCondition::getReason)
        .map(reason -> "BackoffLimitExceeded".equals(reason) ? "PodDeleted" : reason)
        .orElseGet(() -> condition(job, "Complete").isPresent() ? "" : notMade(job));
  }

  private static String notMade(Job job) {
    String name = job.getMetadata().getName();
    return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend())
        ? "JobSuspended: somebody suspended it; set spec.suspend of Job " + name + " to false"
        : "NoPod: 'kubectl describe job "
            + name
            + "' says why (quota, Pod Security, service account)";
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    if (job.getStatus() == null || job.getStatus().getConditions() == null) {
      return Optional.empty();
    }
    return job.getStatus().getConditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst();
  }

  private static int attempt(Job job) {
    try {
      return Integer.parseInt(label(job, Names.ATTEMPT));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String label(Job job, String name) {
    Map<String, String> labels = job.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(name, "");
  }

  /** Anything that is not a worker's own message is none. */
  private static Optional<WorkerEnd> words(String message) {
    try {
      JsonNode tree = message == null ? null : JSON.readTree(message);
      return tree != null && tree.isObject() && isEnd(tree)
          ? Optional.of(JSON.treeToValue(tree, WorkerEnd.class))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean isEnd(JsonNode tree) {
    return tree.path("result").isTextual()
        || tree.path("failureClass").isTextual()
        || tree.path("class").isTextual();
  }

  private static Optional<Instant> time(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
