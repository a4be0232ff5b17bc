package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Where files wait before they are put: in the repository where that is a directory. */
final class Spool implements AutoCloseable {
  private final Optional<Path> repository;
  private SpoolDirectory directory;

  Spool(Optional<Path> repository) {
    this.repository = repository;
  }

  /** The spool of this process in the repository, made on first use. */
  synchronized Optional<Path> local() {
    if (directory == null && repository.isPresent()) {
      try {
        FileStoreActions.makeRoot(repository.get());
        directory = SpoolDirectory.open(repository.get().resolve(FileStoreActions.SPOOL));
      } catch (IOException e) {
        throw failure(repository.get(), e);
      }
    }
    return directory == null ? Optional.empty() : Optional.of(directory.path());
  }

  /** Gives a small content as a file, for as long as the use of it takes. */
  <T> T with(byte[] content, Function<Path, T> use) {
    Optional<Path> place = local();
    Path file = null;
    try {
      file = create(place, content);
      return use.apply(file);
    } catch (IOException e) {
      throw failure(place.orElse(Path.of(System.getProperty("java.io.tmpdir"))), e);
    } finally {
      remove(file);
    }
  }

  private static Path create(Optional<Path> place, byte[] content) throws IOException {
    Path file =
        place.isPresent()
            ? Files.createTempFile(place.get(), "small-", ".tmp")
            : Files.createTempFile("bactrian-small-", ".tmp");
    try {
      return Files.write(file, content);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void remove(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static Failure failure(Path place, IOException e) {
    return StoreErrors.classify(e, "spooling in " + place, place.toString());
  }

  @Override
  public synchronized void close() {
    if (directory != null) {
      directory.close();
      directory = null;
    }
  }
}
