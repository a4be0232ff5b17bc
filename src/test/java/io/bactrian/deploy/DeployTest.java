package io.bactrian.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.cluster.kube.WorkerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code kubectl apply -k deploy} brings, as far as files can tell. */
final class DeployTest {
  private static final Path DEPLOY = Path.of("deploy");

  @Test
  void everyManifest_isListed() throws IOException {
    JsonNode kustomization = Documents.documents(DEPLOY.resolve("kustomization.yaml")).get(0);
    List<String> listed =
        Documents.stream(kustomization.path("resources")).map(JsonNode::asText).toList();

    assertThat(listed).containsExactlyInAnyOrderElementsOf(manifests());
  }

  @Test
  void imageIsOfThisVersion() {
    JsonNode kustomization = Documents.documents(DEPLOY.resolve("kustomization.yaml")).get(0);
    assertThat(kustomization.at("/images/0/newTag").asText()).isEqualTo(version());
  }

  private static String version() {
    Matcher version =
        Pattern.compile("<version>([^<]+)</version>").matcher(Documents.text(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  @Test
  void workersStart_asTheImageDoes() {
    String entrypoint =
        WorkerSettings.ENTRYPOINT.stream()
            .map(word -> '"' + word + '"')
            .collect(Collectors.joining(","));

    assertThat(Documents.text(DEPLOY.resolve("image/build.sh"))).contains(entrypoint);
    assertThat(Documents.text(DEPLOY.resolve("image/Dockerfile")).replace(" ", ""))
        .contains(entrypoint);
  }

  @Test
  void bothWaysToTheImage_giveItTheSameSettings() throws IOException {
    Matcher packed =
        Pattern.compile("\"config\":(\\{.*}),\"rootfs\"")
            .matcher(
                Documents.text(DEPLOY.resolve("image/build.sh")).replace("$version", version()));
    assertThat(packed.find()).isTrue();
    JsonNode config = new ObjectMapper().readTree(packed.group(1));
    List<String> expected = new ArrayList<>(texts(config.path("Env")));
    expected.add("USER " + config.path("User").asText() + "\n");
    expected.add("WORKDIR " + config.path("WorkingDir").asText() + "\n");
    expected.add("CMD " + config.path("Cmd") + "\n");
    config
        .path("Labels")
        .properties()
        .forEach(label -> expected.add(label.getKey() + "=" + label.getValue()));

    String dockerfile = Documents.text(DEPLOY.resolve("image/Dockerfile"));
    String last = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));
    assertThat(expected).hasSize(10).allSatisfy(setting -> assertThat(last).contains(setting));
  }

  @Test
  void operator_isRestricted() {
    JsonNode pod = deployment().at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0/securityContext");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @Test
  void operator_neverListsSecretsAndNamesEveryRight() {
    List<JsonNode> rules =
        Documents.objects(DEPLOY)
            .filter(object -> object.path("kind").asText().equals("ClusterRole"))
            .flatMap(role -> Documents.stream(role.path("rules")))
            .toList();

    assertThat(rules).noneMatch(rule -> texts(rule.path("resources")).contains("*"));
    assertThat(rules).noneMatch(rule -> texts(rule.path("verbs")).contains("*"));
    assertThat(rules.stream().filter(rule -> texts(rule.path("resources")).contains("secrets")))
        .allSatisfy(
            rule ->
                assertThat(texts(rule.path("verbs"))).containsExactlyInAnyOrder("get", "create"));
  }

  @Test
  void settingsOfTheOperator_exist() throws IOException {
    Set<String> known = properties(Path.of("src/main/resources/application.properties"));
    Set<String> variables =
        known.stream()
            .map(
                name -> name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_'))
            .collect(Collectors.toSet());
    variables.addAll(Set.of("BACTRIAN_CONFIG"));

    assertThat(known).containsAll(properties(DEPLOY.resolve("operator/application.properties")));
    assertThat(
            Documents.stream(deployment().at("/spec/template/spec/containers/0/env"))
                .map(variable -> variable.path("name").asText())
                .filter(name -> name.startsWith("BACTRIAN_")))
        .isNotEmpty()
        .allMatch(variables::contains);
  }

  private static JsonNode deployment() {
    return Documents.object(DEPLOY, "Deployment", "bactrian-operator").orElseThrow();
  }

  private static Set<String> texts(JsonNode list) {
    return Documents.stream(list).map(JsonNode::asText).collect(Collectors.toSet());
  }

  private static Set<String> properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties.stringPropertyNames();
  }

  private static List<String> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> DEPLOY.relativize(file).toString())
          .filter(
              file ->
                  !file.equals("kustomization.yaml")
                      && !file.startsWith("monitoring")
                      && !file.startsWith("image"))
          .toList();
    }
  }
}
