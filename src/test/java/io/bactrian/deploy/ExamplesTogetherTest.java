package io.bactrian.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever tries one example after another does so in one namespace: {@code apply -f examples/}. */
final class ExamplesTogetherTest {
  @Test
  void whatTwoExamplesBothMake_isTheSame() throws IOException {
    Map<String, JsonNode> seen = new HashMap<>();
    int doubled = 0;
    for (Path example : examples()) {
      for (JsonNode object : Documents.documents(example)) {
        String name = object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
        JsonNode other = seen.putIfAbsent(name, object);
        if (other != null) {
          assertThat(object).as("%s, once more in %s", name, example).isEqualTo(other);
          doubled++;
        }
      }
    }
    assertThat(doubled).isPositive();
  }

  private static List<Path> examples() throws IOException {
    try (var files = Files.list(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
