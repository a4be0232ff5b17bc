package io.bactrian.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A namespace of a directory. */
final class DirectoryWorld implements World {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private final DirectoryOperator operator;
  private final Path directory;
  private final String namespace;
  private final Runnable onClose;

  DirectoryWorld(DirectoryOperator operator, String namespace, Runnable onClose)
      throws IOException {
    this.operator = operator;
    this.directory = operator.resources();
    this.namespace = namespace;
    this.onClose = onClose;
    Files.createDirectories(data());
    apply(
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:"
            + " {name: data, annotations: {bactrian.io/directory: data-"
            + namespace
            + "}}\n");
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public String foreignNamespace() {
    return namespace + "-vault";
  }

  @Override
  public void apply(String yaml) {
    try {
      ObjectNode document = (ObjectNode) YAML.readTree(yaml);
      ObjectNode metadata = (ObjectNode) document.get("metadata");
      if (!metadata.has("namespace")) {
        metadata.put("namespace", namespace);
      }
      Path file = file(document.path("kind").asText(), metadata.path("name").asText());
      Path half = file.resolveSibling("." + file.getFileName());
      Files.writeString(half, YAML.writeValueAsString(document));
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String kind, String name) {
    return directory.resolve(
        namespace + "-" + kind.toLowerCase(Locale.ROOT) + "-" + name + ".yaml");
  }

  @Override
  public void delete(String kind, String name) {
    try {
      Files.delete(file(kind, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path states(String kind) {
    return directory.resolve(".bactrian").resolve(kind.toLowerCase(Locale.ROOT));
  }

  @Override
  public JsonNode resource(String kind, String name) {
    operator.requireAlive();
    try {
      return JSON.readTree(
          Files.readAllBytes(states(kind).resolve(namespace + "." + name + ".json")));
    } catch (NoSuchFileException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> names(String kind) {
    if (!Files.isDirectory(states(kind))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(states(kind))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(namespace + ".") && name.endsWith(".json"))
          .map(name -> name.substring(namespace.length() + 1, name.length() - ".json".length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> events(String kind, String name) {
    String about = " " + kind + " " + namespace + "/" + name + ": ";
    try {
      Path log = directory.resolve(".bactrian/events.log");
      return Files.exists(log)
          ? Files.readAllLines(log).stream()
              .filter(line -> line.contains(about))
              .map(line -> line.split(" ")[2])
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jobs here have no name that outlives the process: the attempt that each one is for has. */
  @Override
  public String job(String name) {
    return "attempt " + resource("Backup", name).at("/status/attempt").asText();
  }

  @Override
  public Path data() {
    return directory.resolve("data-" + namespace);
  }

  @Override
  public void start() {
    operator.start();
  }

  @Override
  public void killAll() {
    operator.kill();
  }

  @Override
  public void killWorkers(Runnable meanwhile) {
    killAll();
    meanwhile.run();
    start();
  }

  @Override
  public void close() {
    onClose.run();
  }
}
