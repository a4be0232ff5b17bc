package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.work.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run keeps on disk while it runs. */
final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private final PrivateDirectory place;

  private Spool(PrivateDirectory place) {
    this.place = place;
  }

  /** In the given place, else among temporary files. */
  static Spool open(Optional<Path> parent) {
    try {
      return new Spool(
          parent.isPresent()
              ? PrivateDirectory.in(parent.get(), "run-")
              : PrivateDirectory.temporary("run-"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  Path file(String name) {
    return directory().resolve(name);
  }

  Path directory() {
    return place.path();
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
    try {
      place.close();
    } catch (IOException e) {
      LOG.warn("cannot remove spool directory '{}': {}", directory(), e.toString());
    }
  }
}
