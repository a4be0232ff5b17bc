package io.bactrian.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files in deploy/crds say what the api classes say. */
class CrdsTest {
  private static final long CLIENT_SIDE_APPLY = 256 * 1024;

  private static Map<String, String> generated;

  @BeforeAll
  static void generate() throws IOException {
    generated = Crds.generate();
    if (Boolean.getBoolean("crds.write")) {
      Files.createDirectories(Crds.DIRECTORY);
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(Crds.DIRECTORY.resolve(file.getKey()), file.getValue());
      }
    }
  }

  @Test
  void files_areThreeAndNoMore() throws IOException {
    assertThat(generated)
        .containsOnlyKeys(
            "backups.bactrian.io.yaml",
            "backupschedules.bactrian.io.yaml",
            "restores.bactrian.io.yaml");
    try (var files = Files.list(Crds.DIRECTORY)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.contains("bactrian.io"))
          .containsExactlyInAnyOrderElementsOf(generated.keySet());
    }
  }

  @Test
  void files_sayWhatTheClassesSay() throws IOException {
    for (Map.Entry<String, String> file : generated.entrySet()) {
      Path there = Crds.DIRECTORY.resolve(file.getKey());
      assertThat(Files.readString(there))
          .as("%s is behind: ./mvnw test -Dtest=CrdsTest -Dcrds.write=true", there)
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void generation_givesTheSameBytesAgain() {
    assertThat(Crds.generate()).isEqualTo(generated);
  }

  @Test
  void everyField_hasADescription() throws IOException {
    for (String text : generated.values()) {
      JsonNode schema = new YAMLMapper().readTree(text).at("/spec/versions/0/schema");
      assertThat(undescribed(schema.get("openAPIV3Schema"), "")).isEmpty();
    }
  }

  private static List<String> undescribed(JsonNode schema, String path) {
    List<String> found = new ArrayList<>();
    if (schema.has("items")) {
      found.addAll(undescribed(schema.get("items"), path));
    }
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      String place = path + "." + field.getKey();
      if (field.getValue().path("description").asText().isBlank()) {
        found.add(place);
      }
      found.addAll(undescribed(field.getValue(), place));
    }
    return found;
  }

  /** kubectl apply keeps the whole document in an annotation. */
  @Test
  void files_fitIntoAnAnnotation() {
    assertThat(generated.values()).allMatch(text -> text.length() < CLIENT_SIDE_APPLY / 2);
  }
}
