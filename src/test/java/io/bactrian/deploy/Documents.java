package io.bactrian.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of this project that are no Java, as the tests read them. */
final class Documents {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final Pattern METRIC = Pattern.compile("bactrian_[a-z_]+");

  private Documents() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every document of a YAML (or JSON) file. */
  static List<JsonNode> documents(Path file) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return values.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is served as {@code deploy/}: every object that kustomization.yaml lists. */
  static Stream<JsonNode> objects(Path deploy) {
    JsonNode kustomization = documents(deploy.resolve("kustomization.yaml")).get(0);
    return stream(kustomization.path("resources"))
        .flatMap(resource -> documents(deploy.resolve(resource.asText())).stream());
  }

  static Optional<JsonNode> object(Path deploy, String kind, String name) {
    return objects(deploy)
        .filter(object -> object.path("kind").asText().equals(kind))
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .findFirst();
  }

  static Stream<JsonNode> stream(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get);
  }

  /** The metrics that expressions of this file ask for. */
  static Set<String> metrics(Path file) {
    return documents(file).stream()
        .flatMap(document -> document.findValues("expr").stream())
        .flatMap(expression -> METRIC.matcher(expression.asText()).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
