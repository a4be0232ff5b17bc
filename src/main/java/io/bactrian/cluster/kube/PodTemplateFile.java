package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The administrator's PodTemplate, as {@code bactrian.worker.pod-template} names it. */
final class PodTemplateFile {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private PodTemplateFile() {}

  /** Metadata and spec of the pods; an empty tree without a file. USAGE where it is none. */
  static ObjectNode read(Optional<Path> file) {
    return file.isEmpty() ? YAML.createObjectNode() : read(file.get());
  }

  private static ObjectNode read(Path file) {
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      if (tree == null || !tree.path("kind").asText().equals("PodTemplate")) {
        throw refused(file, "its kind is not PodTemplate", null);
      }
      if (!(tree.get("template") instanceof ObjectNode template)) {
        throw refused(file, "it has no template", null);
      }
      PodJson.MAPPER.treeToValue(template, PodTemplateSpec.class);
      return template;
    } catch (IOException e) {
      throw refused(file, e.getMessage(), e);
    }
  }

  private static Failure refused(Path file, String why, Throwable cause) {
    return Failure.of(
        FailureClass.USAGE,
        "bactrian.worker.pod-template '" + file + "' cannot be used: " + why,
        "give a file with apiVersion: v1, kind: PodTemplate and template: {metadata, spec}",
        cause);
  }
}
