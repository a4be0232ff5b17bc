package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private directory (mode 0700) of one run, removed when the run ends. */
final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private final Path directory;

  private Spool(Path directory) {
    this.directory = directory;
  }

  /** In the given place, else among temporary files. */
  static Spool open(Optional<Path> place) {
    try {
      Path parent = place.orElse(Path.of(System.getProperty("java.io.tmpdir")));
      Files.createDirectories(parent);
      return new Spool(
          Files.createTempDirectory(
              parent,
              "run-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  Path directory() {
    return directory;
  }

  /** A failure to write here may pass: space may be freed. */
  static Failure unusable(IOException e) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "the spool cannot be written: " + e.getMessage(),
        "free some space, or set bactrian.spool.directory to a place with room for"
            + " (concurrency + 2) bundles",
        e);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Spool::delete);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cannot remove spool directory '{}': {}", directory, e.toString());
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
