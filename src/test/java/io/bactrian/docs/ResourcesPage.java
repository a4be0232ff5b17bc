package io.bactrian.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * docs/reference/resources.md, from the CRDs: each field with its type, default and description.
 */
final class ResourcesPage {
  private static final Path CRDS = Path.of("deploy", "crds");

  /** Told in Kubernetes' own reference, or above. */
  private static final Set<String> ELSEWHERE =
      Set.of("affinity", "tolerations", "resources", "backupTemplate");

  private static final String HEAD =
      """
      # Resources

      Made from `deploy/crds/`, which are made from `io.bactrian.api`; a test compares. The same is told by
      `kubectl explain backup.spec --recursive`. **Bold** fields are required; `[]` marks a list.

      """;

  private final StringBuilder page = new StringBuilder();

  private ResourcesPage() {}

  static String text() throws IOException {
    ResourcesPage page = new ResourcesPage();
    page.page.append(HEAD);
    for (String name : List.of("backups", "restores", "backupschedules")) {
      page.kind(
          new YAMLMapper().readTree(Files.readString(CRDS.resolve(name + ".bactrian.io.yaml"))));
    }
    return page.page.toString().strip() + "\n";
  }

  private void kind(JsonNode crd) {
    JsonNode names = crd.at("/spec/names");
    JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
    page.append("## ").append(names.path("kind").asText()).append('\n').append('\n');
    page.append(words(schema)).append(" Short: `");
    page.append(names.at("/shortNames/0").asText()).append("`.\n\n");
    for (String part : List.of("spec", "status")) {
      page.append("### ").append(names.path("kind").asText()).append(' ').append(part);
      page.append("\n\n| Field | Type | Default | |\n|---|---|---|---|\n");
      fields(schema.path("properties").path(part), "");
      page.append('\n');
    }
  }

  private void fields(JsonNode schema, String path) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode value = field.getValue();
      boolean list = value.has("items");
      String place = path + field.getKey() + (list ? "[]" : "");
      row(place, value, required.contains(field.getKey()));
      if (!ELSEWHERE.contains(field.getKey())) {
        fields(list ? value.path("items") : value, place + ".");
      }
    }
  }

  private void row(String place, JsonNode schema, boolean required) {
    String name = "`" + place + "`";
    page.append("| ").append(required ? "**" + name + "**" : name).append(" | ");
    page.append(type(schema)).append(" | ");
    JsonNode standard = schema.path("default");
    page.append(standard.isMissingNode() ? "" : "`" + standard.asText() + "`").append(" | ");
    page.append(words(schema)).append(" |\n");
  }

  private static String type(JsonNode schema) {
    JsonNode one = schema.has("items") ? schema.path("items") : schema;
    if (one.has("enum")) {
      StringBuilder values = new StringBuilder();
      one.path("enum").forEach(v -> values.append(values.isEmpty() ? "" : ", ").append(v.asText()));
      return values.toString();
    }
    if (one.path("x-kubernetes-int-or-string").asBoolean()) {
      return "integer or string";
    }
    return one.path("type").asText();
  }

  private static String words(JsonNode schema) {
    return schema.path("description").asText().replaceAll("\\s+", " ").replace("|", "\\|").strip();
  }
}
