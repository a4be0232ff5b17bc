package io.bactrian.cluster.kube;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Kubernetes objects as trees, and back. */
final class PodJson {
  static final ObjectMapper MAPPER =
      new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private PodJson() {}

  static ObjectNode tree(Object object) {
    return MAPPER.valueToTree(object);
  }
}
