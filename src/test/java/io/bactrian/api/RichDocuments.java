package io.bactrian.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Documents that have every field their schema knows. */
final class RichDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final Pattern TWICE =
      Pattern.compile("backupTemplate/[^/]+/|restores/spec/(pod|settings)/[^/]+/");

  private RichDocuments() {}

  /**
   * A field of a document.
   *
   * @param document with a good value there
   */
  record Place(String plural, JsonPointer pointer, JsonNode document) {
    /** The document with another value at this place. */
    ObjectNode with(JsonNode value) {
      ObjectNode copy = document.deepCopy();
      JsonNode parent = copy.at(pointer.head());
      if (parent instanceof ArrayNode array) {
        array.set(pointer.last().getMatchingIndex(), value);
      } else {
        ((ObjectNode) parent).set(pointer.last().getMatchingProperty(), value);
      }
      return copy;
    }

    boolean isOfStatus() {
      return pointer.toString().startsWith("/status");
    }

    @Override
    public String toString() {
      return plural + pointer;
    }
  }

  /** Every field of every kind; what is said of a Backup is not said again of a template. */
  static List<Place> places() {
    Map<String, Place> distinct = new LinkedHashMap<>();
    for (Place place : everyPlace()) {
      if (!TWICE.matcher(place.toString()).find()) {
        distinct.putIfAbsent(place.toString(), place);
      }
    }
    return List.copyOf(distinct.values());
  }

  private static List<Place> everyPlace() {
    List<Place> places = new ArrayList<>();
    for (ObjectNode document : all()) {
      String plural = document.remove("plural").asText();
      collect(places, plural, document, document.get("spec"), JsonPointer.compile("/spec"));
      collect(places, plural, document, document.get("status"), JsonPointer.compile("/status"));
    }
    return places;
  }

  /** A Restore comes twice: the two ways to say which backup exclude each other. */
  private static List<ObjectNode> all() {
    List<ObjectNode> all = new ArrayList<>();
    for (String text : Crds.generate().values()) {
      ObjectNode document = document(read(text).at("/spec"));
      ObjectNode spec = (ObjectNode) document.get("spec");
      all.add(document);
      if (spec.has("backupRef")) {
        ObjectNode other = document.deepCopy();
        spec.remove("backupRef");
        ((ObjectNode) other.get("spec")).remove(List.of("storage", "backupPath"));
        all.add(other);
      }
    }
    return all;
  }

  private static ObjectNode document(JsonNode crd) {
    JsonNode properties = crd.at("/versions/0/schema/openAPIV3Schema/properties");
    ObjectNode document = JSON.createObjectNode();
    document.put("plural", crd.at("/names/plural").asText());
    document.put("apiVersion", "bactrian.io/v1alpha1");
    document.put("kind", crd.at("/names/kind").asText());
    document.putObject("metadata").put("name", "rich");
    document.set("spec", sample(properties.get("spec")));
    document.set("status", sample(properties.get("status")));
    return document;
  }

  private static JsonNode sample(JsonNode schema) {
    if (schema.has("x-kubernetes-int-or-string")) {
      return JSON.getNodeFactory().textNode("512Mi");
    }
    return switch (schema.get("type").asText()) {
      case "string" -> JSON.getNodeFactory().textNode(schema.at("/enum/0").asText("x"));
      case "integer" -> JSON.getNodeFactory().numberNode(1);
      case "boolean" -> JSON.getNodeFactory().booleanNode(true);
      case "array" -> JSON.createArrayNode().add(sample(schema.get("items")));
      default -> sampleObject(schema);
    };
  }

  private static ObjectNode sampleObject(JsonNode schema) {
    ObjectNode object = JSON.createObjectNode();
    if (schema.has("additionalProperties")) {
      object.set("a", sample(schema.get("additionalProperties")));
    }
    schema
        .path("properties")
        .properties()
        .forEach(property -> object.set(property.getKey(), sample(property.getValue())));
    return object;
  }

  private static void collect(
      List<Place> places, String plural, JsonNode document, JsonNode node, JsonPointer pointer) {
    places.add(new Place(plural, pointer, document));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(places, plural, document, node.get(i), pointer.appendIndex(i));
    }
    if (node.isObject()) {
      node.properties()
          .forEach(
              member ->
                  collect(
                      places,
                      plural,
                      document,
                      member.getValue(),
                      pointer.appendProperty(member.getKey())));
    }
  }

  private static JsonNode read(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
