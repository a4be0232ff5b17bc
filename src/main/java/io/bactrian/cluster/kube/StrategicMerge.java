package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Lays one tree over another: objects merge, a null removes, lists of objects that all have the
 * same identifying member merge by it and keep the order of the tree below, everything else is
 * replaced. Neither tree is changed.
 */
final class StrategicMerge {
  /** The first that all elements have; mounts have a name too, but not one of their own. */
  private static final List<String> IDENTIFYING = List.of("mountPath", "name");

  private StrategicMerge() {}

  static ObjectNode merge(ObjectNode below, ObjectNode above) {
    ObjectNode merged = below.deepCopy();
    above
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                merged.remove(field.getKey());
              } else {
                merged.set(field.getKey(), any(merged.get(field.getKey()), field.getValue()));
              }
            });
    return merged;
  }

  private static JsonNode any(JsonNode below, JsonNode above) {
    if (above instanceof ObjectNode over) {
      return merge(below instanceof ObjectNode under ? under : empty(), over);
    }
    if (above instanceof ArrayNode over && below instanceof ArrayNode under) {
      return lists(under, over);
    }
    return above.deepCopy();
  }

  private static JsonNode lists(ArrayNode below, ArrayNode above) {
    Optional<String> member =
        IDENTIFYING.stream().filter(name -> isIn(below, name) && isIn(above, name)).findFirst();
    if (member.isEmpty()) {
      return above.deepCopy();
    }
    ArrayNode merged = below.deepCopy();
    above.forEach(element -> put(merged, (ObjectNode) element, member.get()));
    return merged;
  }

  private static void put(ArrayNode list, ObjectNode element, String member) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).get(member).equals(element.get(member))) {
        list.set(i, merge((ObjectNode) list.get(i), element));
        return;
      }
    }
    list.add(merge(empty(), element));
  }

  private static boolean isIn(ArrayNode list, String member) {
    for (JsonNode element : list) {
      if (!element.isObject() || !element.path(member).isTextual()) {
        return false;
      }
    }
    return !list.isEmpty();
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }
}
