package io.bactrian.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  private static final String NAME = "bactrian.retry.bundle.max-redeliveries";
  private static final String VARIABLE = "BACTRIAN_RETRY_BUNDLE_MAX_REDELIVERIES";
  @TempDir Path place;

  @Test
  void resolve_laterSourceWins() throws IOException {
    Path file = Files.writeString(place.resolve("b.properties"), NAME + "=5\n");
    assertThat(resolve(Map.of()).get(NAME)).isEqualTo("3");
    assertThat(with(file, Map.of()).get(NAME)).isEqualTo("5");
    assertThat(with(file, Map.of(VARIABLE, "1")).get(NAME)).isEqualTo("1");
    assertThat(with(file, Map.of(VARIABLE, "1"), NAME + "=0").get(NAME)).isEqualTo("0");
  }

  @Test
  void unknownNames_areWarnedOf() throws IOException {
    Path file = Files.writeString(place.resolve("b.properties"), "bactrian.speed=9\ncamel.x=1\n");
    Resolved resolved = with(file, Map.of("BACTRIAN_SPEED", "1"), "bactrian.colour=red");
    assertThat(resolved.warnings())
        .hasSize(3)
        .anyMatch(warning -> warning.contains("bactrian.speed"))
        .anyMatch(warning -> warning.contains("BACTRIAN_SPEED"))
        .anyMatch(warning -> warning.contains("bactrian.colour"));
  }

  @Test
  void kubernetesServiceLinksAndOurOwnSwitches_areNotWarnedOf() {
    Map<String, String> environment =
        Map.of(
            "BACTRIAN_PORT", "tcp://10.0.0.1:80",
            "BACTRIAN_OPERATOR_PORT", "tcp://10.0.0.1:9876",
            "BACTRIAN_OPERATOR_PORT_8080_TCP_ADDR", "10.0.0.1",
            "BACTRIAN_SERVICE_HOST", "10.0.0.1",
            "BACTRIAN_OPERATOR_SERVICE_PORT", "80",
            "BACTRIAN_CONFIG", "x",
            "BACTRIAN_SERVERS", "x",
            "BACTRIAN_JAVA_OPTS", "x");
    assertThat(resolve(environment).warnings()).isEmpty();
    assertThat(resolve(environment).get("bactrian.operator.port")).isEqualTo("9876");
  }

  @Test
  void repositories_areReadFromFileAndEnvironment() throws IOException {
    Path file =
        Files.writeString(
            place.resolve("b.properties"),
            "bactrian.repository.nas.provider=minio\nbactrian.repository.nas.bucket=b\n");
    Map<String, String> environment = Map.of("BACTRIAN_REPOSITORY_NAS_SECRET_KEY", "hunter2");
    Resolved resolved = with(file, environment);
    assertThat(resolved.warnings()).isEmpty();
    assertThat(resolved.repository("nas"))
        .containsEntry("provider", "minio")
        .containsEntry("bucket", "b")
        .containsEntry("secret-key", "hunter2");
  }

  @Test
  void secrets_reachNeitherTextNorCamel() {
    Resolved resolved = resolve(Map.of("BACTRIAN_REPOSITORY_NAS_SECRET_KEY", "hunter2"));
    assertThat(resolved.toString()).doesNotContain("hunter2");
    assertThat(resolved.forCamel().values()).doesNotContain("hunter2");
  }

  @Test
  void everyBuiltInSetting_parses() {
    Settings settings = Settings.of(resolve(Map.of()));
    assertThat(settings.bundleSize()).isEqualTo(64L << 20);
    assertThat(settings.bundleRetry().maxRedeliveries()).isEqualTo(3);
    assertThat(settings.compressionLevel()).isEqualTo(3);
    assertThat(settings.concurrency()).isBetween(1, 4);
  }

  @Test
  void malformedValue_namesPropertyAndValue() {
    Resolved resolved = resolve(Map.of("BACTRIAN_RETRY_STORE_REDELIVERY_DELAY", "soon"));
    assertThatThrownBy(() -> Settings.of(resolved))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("bactrian.retry.store.redelivery-delay")
        .hasMessageContaining("soon");
  }

  private static Resolved resolve(Map<String, String> environment) {
    return new Sources(Optional.empty(), environment, List.of()).resolve();
  }

  private static Resolved with(Path file, Map<String, String> environment, String... assignments) {
    return new Sources(Optional.of(file), environment, List.of(assignments)).resolve();
  }
}
