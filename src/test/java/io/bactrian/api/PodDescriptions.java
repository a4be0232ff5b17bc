package io.bactrian.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;

/** Fields that are those of a pod point at the pod's own description. */
final class PodDescriptions {
  private static final Map<String, String> PLACES =
      Map.of(
          "affinity", "pod.spec.affinity",
          "tolerations", "pod.spec.tolerations",
          "resources", "pod.spec.containers.resources");

  private PodDescriptions() {}

  static void fill(JSONSchemaProps pod) {
    PLACES.forEach((field, place) -> below(pod.getProperties().get(field), place));
  }

  private static void below(JSONSchemaProps schema, String place) {
    JSONSchemaProps object = schema.getItems() == null ? schema : schema.getItems().getSchema();
    if (object.getProperties() != null) {
      object
          .getProperties()
          .forEach(
              (name, child) -> {
                String childPlace = place + "." + name;
                child.setDescription("See kubectl explain " + childPlace);
                below(child, childPlace);
              });
    }
  }
}
