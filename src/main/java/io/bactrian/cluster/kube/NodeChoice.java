package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Binds a pod to nodes, on top of whatever else is required of its node. */
final class NodeChoice {
  private NodeChoice() {}

  /**
   * Every node must be the one: of two different ones none is, and the scheduler says so. Terms of
   * a node affinity are alternatives, so each of them is narrowed.
   */
  static void require(ObjectNode pod, List<String> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    ObjectNode spec = (ObjectNode) pod.get("spec");
    ObjectNode required =
        object(
            object(object(spec, "affinity"), "nodeAffinity"),
            "requiredDuringSchedulingIgnoredDuringExecution");
    JsonNode present = required.get("nodeSelectorTerms");
    ArrayNode terms =
        present instanceof ArrayNode array && !array.isEmpty()
            ? array
            : required.putArray("nodeSelectorTerms").add(required.objectNode());
    for (JsonNode term : terms) {
      nodes.forEach(node -> narrow((ObjectNode) term, node));
    }
  }

  private static void narrow(ObjectNode term, String node) {
    ArrayNode fields =
        term.get("matchFields") instanceof ArrayNode array ? array : term.putArray("matchFields");
    ObjectNode field = fields.addObject();
    field.put("key", "metadata.name").put("operator", "In").putArray("values").add(node);
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
  }
}
