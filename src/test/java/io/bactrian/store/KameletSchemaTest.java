package io.bactrian.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KameletSchemaTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @ParameterizedTest
  @ValueSource(strings = {"file", "s3", "faulty"})
  void kamelet_isValidAndShort(String provider) throws IOException {
    String text = resource("kamelets/" + provider + "-store-action.kamelet.yaml");
    JsonNode kamelet = YAML.readTree(text);
    assertThat(schema().validate(kamelet)).isEmpty();
    assertThat(kamelet.at("/metadata/name").asText()).isEqualTo(provider + "-store-action");
    assertThat(text.lines().count()).isLessThan(120);
    kamelet
        .at("/spec/definition/required")
        .forEach(
            name ->
                assertThat(kamelet.at("/spec/definition/properties").has(name.asText())).isTrue());
  }

  @Test
  void schema_refusesWhatIsNoKamelet() throws IOException {
    ObjectNode kamelet =
        (ObjectNode) YAML.readTree(resource("kamelets/s3-store-action.kamelet.yaml"));
    ((ObjectNode) kamelet.get("spec")).put("flow", "x");
    assertThat(schema().validate(kamelet)).isNotEmpty();
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(resource("schema/kamelet.schema.json"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = KameletSchemaTest.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
