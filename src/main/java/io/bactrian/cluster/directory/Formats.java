package io.bactrian.cluster.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** How state is written, and how documents of users are read. */
final class Formats {
  /** State of ours, of whatever version: unknown members are passed over. */
  static final ObjectMapper STATE =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Documents of users, as strict as an API server: an unknown or doubled member is refused, and so
   * is a number where a string belongs, or a fraction where a whole number does.
   */
  static final ObjectMapper DOCUMENT =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Formats() {}

  static JsonNode tree(Object value) {
    return STATE.valueToTree(value);
  }

  static byte[] bytes(Object value) {
    try {
      return STATE.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("does not become JSON: " + value.getClass(), e);
    }
  }

  /** A copy that shares nothing. */
  static <T> T copy(T value, Class<T> type) {
    try {
      return STATE.treeToValue(tree(value), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("does not survive JSON: " + type, e);
    }
  }

  /** A copy of {@code resource} with the status of the other one. */
  static <T> T withStatusOf(T other, T resource, Class<T> type) {
    ObjectNode tree = (ObjectNode) tree(resource);
    tree.set("status", tree(other).get("status"));
    try {
      return STATE.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("does not survive JSON: " + type, e);
    }
  }
}
