package io.bactrian.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bactrian.testing.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code bactrian run DIR}, as a process that can be killed. */
final class DirectoryWorld implements World {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path directory;
  private final Cli cli;
  private Cli.Running running;

  /**
   * @param properties of the operator and its workers
   */
  DirectoryWorld(Path directory, Map<String, String> properties) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("resources"));
    this.cli = new Cli(Files.createDirectories(directory.resolve("logs")));
    properties.forEach(
        (name, value) ->
            cli.with(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
    cli.with("BACTRIAN_RUN_POLL_INTERVAL", "200ms");
    Files.createDirectories(data());
    apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, annotations: {bactrian.io/directory: data}}
        """);
  }

  @Override
  public void apply(String yaml) {
    try {
      JsonNode document = YAML.readTree(yaml);
      Path file = file(document.path("kind").asText(), document.at("/metadata/name").asText());
      Path half = file.resolveSibling(".half");
      Files.writeString(half, yaml);
      Files.move(half, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String kind, String name) {
    return directory.resolve(kind.toLowerCase(Locale.ROOT) + "-" + name + ".yaml");
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
    try {
      return JSON.readTree(Files.readAllBytes(states(kind).resolve("default." + name + ".json")));
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
          .filter(name -> name.matches("default\\..*\\.json"))
          .map(name -> name.substring("default.".length(), name.length() - ".json".length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> events(String kind, String name) {
    String about = " " + kind + " default/" + name + ": ";
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

  @Override
  public Path data() {
    return directory.resolve("data");
  }

  @Override
  public void start() {
    running = cli.start("run", directory.toString());
  }

  @Override
  public void killAll() {
    running.kill();
  }

  /** By SIGTERM: also sees that this ends it in time, and how. */
  @Override
  public void close() {
    if (running != null && running.process().isAlive()) {
      try {
        running.signal("TERM");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      running.await().requireExit(143);
    }
  }
}
