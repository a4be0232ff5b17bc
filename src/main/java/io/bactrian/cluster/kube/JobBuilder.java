package io.bactrian.cluster.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bactrian.api.Names;
import io.bactrian.api.PodSettings;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.JobOrder;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a worker's Job. The pod is laid together in four layers, later wins: our standard, the
 * administrator's PodTemplate, the resource's pod settings, and what is not to be changed: labels,
 * volumes, command, restart policy, no token. Pure.
 */
final class JobBuilder {
  private final WorkerSettings settings;
  private final ObjectNode template;

  /**
   * @param template as {@link PodTemplateFile} reads it
   */
  JobBuilder(WorkerSettings settings, ObjectNode template) {
    this.settings = settings;
    this.template = template;
  }

  /**
   * @param storage name of the storage Secret in the Job's namespace
   * @param key likewise
   */
  Job build(JobOrder order, Placement placement, Optional<String> storage, Optional<String> key) {
    PodFiles files = new PodFiles(order, settings.gear());
    PodVolumes volumes =
        new PodVolumes(order, files, storage, key, placement.user() == 0, settings.scratchLimit());
    ObjectNode pod = StrategicMerge.merge(PodStandard.of(settings, placement), template);
    pod = PodChoice.apply(pod, order.pod() == null ? new PodSettings() : order.pod());
    clear(pod, volumes);
    pod = StrategicMerge.merge(pod, PodJson.tree(PodFixed.of(settings, volumes)));
    pod = StrategicMerge.merge(pod, metadata(order, files));
    NodeChoice.require(pod, placement.nodes());
    return new io.fabric8.kubernetes.api.model.batch.v1.JobBuilder()
        .withNewMetadata()
        .withNamespace(order.job().namespace())
        .withName(order.job().name())
        .withLabels(labels(order.order()))
        .addToAnnotations(ResourceMark.NAME, mark(order))
        .withOwnerReferences(owners(order))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withCompletions(1)
        .withParallelism(1)
        // Failed is not said before the pod is really gone: two must never write at once.
        .withPodReplacementPolicy("Failed")
        .withTemplate(template(pod))
        .endSpec()
        .build();
  }

  /** Takes what has our names out of the template's volumes: a union of two sources is none. */
  private static void clear(ObjectNode pod, PodVolumes volumes) {
    Set<String> names = new HashSet<>();
    Set<String> paths = new HashSet<>();
    volumes.volumes().forEach(volume -> names.add(volume.getName()));
    volumes.mounts().forEach(mount -> paths.add(mount.getMountPath()));
    remove(pod.at("/spec/volumes"), "name", names);
    for (JsonNode container : pod.at("/spec/containers")) {
      if (container.path("name").asText().equals(Names.CONTAINER)) {
        remove(container.path("volumeMounts"), "mountPath", paths);
      }
    }
  }

  private static void remove(JsonNode list, String member, Set<String> values) {
    if (list instanceof ArrayNode array) {
      for (int i = array.size() - 1; i >= 0; i--) {
        if (values.contains(array.get(i).path(member).asText())) {
          array.remove(i);
        }
      }
    }
  }

  private static ObjectNode metadata(JobOrder order, PodFiles files) {
    Map<String, String> annotations = new TreeMap<>(files.annotations());
    annotations.put(ResourceMark.NAME, mark(order));
    return PodJson.tree(
        Map.of("metadata", Map.of("labels", labels(order.order()), "annotations", annotations)));
  }

  static Map<String, String> labels(WorkerOrder order) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("app.kubernetes.io/name", "bactrian");
    labels.put("app.kubernetes.io/component", "worker");
    labels.put("app.kubernetes.io/managed-by", "bactrian");
    labels.put(Names.UID, order.uid);
    labels.put(Names.ATTEMPT, Integer.toString(order.attempt));
    return labels;
  }

  private static String mark(JobOrder order) {
    return ResourceMark.of(order.order().kind, order.resourceNamespace(), order.order().name);
  }

  private static List<OwnerReference> owners(JobOrder order) {
    if (!order.owned()) {
      return List.of();
    }
    return List.of(
        new OwnerReferenceBuilder()
            .withApiVersion(Names.GROUP + "/" + Names.VERSION)
            .withKind(order.order().kind)
            .withName(order.order().name)
            .withUid(order.order().uid)
            .withController(true)
            .withBlockOwnerDeletion(false)
            .build());
  }

  private static PodTemplateSpec template(ObjectNode pod) {
    try {
      return PodJson.MAPPER.treeToValue(pod, PodTemplateSpec.class);
    } catch (JsonProcessingException e) {
      throw Failure.of(
          FailureClass.USAGE,
          "the worker's pod does not fit together: " + e.getOriginalMessage(),
          "look at bactrian.worker.pod-template",
          e);
    }
  }
}
