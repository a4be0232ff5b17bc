package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bactrian.api.Names;
import io.bactrian.api.PodSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a resource says about its pods: labels, annotations, scheduling, resources. */
final class PodChoice {
  /** Ours: by these names Jobs and pods are found again. */
  private static final List<String> RESERVED =
      List.of(
          Names.GROUP + "/",
          "app.kubernetes.io/",
          "batch.kubernetes.io/",
          "job-name",
          "controller-uid");

  private PodChoice() {}

  static ObjectNode apply(ObjectNode pod, PodSettings choice) {
    ObjectNode wishes = PodJson.MAPPER.createObjectNode();
    ObjectNode metadata = wishes.putObject("metadata");
    metadata.set("labels", PodJson.tree(free(choice.labels)));
    metadata.set("annotations", PodJson.tree(free(choice.annotations)));
    ObjectNode spec = wishes.putObject("spec");
    if (choice.nodeSelector != null) {
      spec.set("nodeSelector", PodJson.tree(choice.nodeSelector));
    }
    if (choice.affinity != null) {
      spec.set("affinity", PodJson.tree(choice.affinity));
    }
    if (choice.priorityClassName != null) {
      spec.put("priorityClassName", choice.priorityClassName);
    }
    if (choice.tolerations != null) {
      spec.set("tolerations", tolerations(pod, choice));
    }
    if (choice.resources != null) {
      ObjectNode container = spec.putArray("containers").addObject();
      container.put("name", Names.CONTAINER);
      container.set("resources", PodJson.tree(choice.resources));
    }
    ObjectNode merged = StrategicMerge.merge(pod, wishes);
    if (choice.resources != null) {
      for (JsonNode container : merged.at("/spec/containers")) {
        if (container.path("name").asText().equals(Names.CONTAINER)) {
          ResourceFit.apply(container.path("resources"), choice.resources);
        }
      }
    }
    return merged;
  }

  private static ArrayNode tolerations(ObjectNode pod, PodSettings choice) {
    ArrayNode all = PodJson.MAPPER.createArrayNode();
    pod.at("/spec/tolerations").forEach(all::add);
    choice.tolerations.forEach(toleration -> all.add(PodJson.tree(toleration)));
    return all;
  }

  private static Map<String, String> free(Map<String, String> wished) {
    Map<String, String> free = new TreeMap<>(wished == null ? Map.of() : wished);
    free.keySet().removeIf(name -> RESERVED.stream().anyMatch(name::startsWith));
    return free;
  }
}
