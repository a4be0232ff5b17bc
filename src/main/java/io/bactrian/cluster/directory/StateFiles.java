package io.bactrian.cluster.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One directory of {@code DIR/.bactrian}: a JSON file for each thing, named {@code
 * <namespace>.<name>.json} (a namespace has no dot). Throws UncheckedIOException where the disk
 * fails.
 */
final class StateFiles<T> {
  private static final String ENDING = ".json";

  private final Path directory;
  private final Class<T> type;

  StateFiles(Path directory, Class<T> type) {
    this.directory = directory;
    this.type = type;
  }

  /** All, by {@code <namespace>.<name>}. Removes what a dead process left half-written. */
  Map<String, T> load() {
    Map<String, T> all = new LinkedHashMap<>();
    try {
      DurableFiles.privateDirectory(directory);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (name.endsWith(DurableFiles.HALF_WRITTEN)) {
            Files.delete(file);
          } else if (name.endsWith(ENDING)) {
            all.put(name.substring(0, name.length() - ENDING.length()), read(file));
          }
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private T read(Path file) throws IOException {
    try {
      return Formats.STATE.readValue(file.toFile(), type);
    } catch (JsonProcessingException e) {
      throw Failure.usage(
          "the state file '" + file + "' is damaged: " + e.getClass().getSimpleName(),
          "restore it from a backup of the directory, or remove it: its resource begins anew");
    }
  }

  void write(String namespace, String name, T value) {
    try {
      DurableFiles.replace(file(namespace, name), Formats.bytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String namespace, String name) {
    try {
      DurableFiles.delete(file(namespace, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String namespace, String name) {
    return directory.resolve(namespace + "." + name + ENDING);
  }
}
