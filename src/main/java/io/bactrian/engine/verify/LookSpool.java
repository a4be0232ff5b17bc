package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory of one look among temporary files, removed when it ends. */
final class LookSpool implements Closeable {
  private final Path directory;

  private LookSpool(Path directory) {
    this.directory = directory;
  }

  static LookSpool open() {
    try {
      return new LookSpool(Files.createTempDirectory("bactrian-verify-"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  Path directory() {
    return directory;
  }

  /** It may pass: space may be freed. */
  static Failure unusable(IOException e) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "the spool cannot be written: " + e.getMessage(),
        "free some space in the directory for temporary files",
        e);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
