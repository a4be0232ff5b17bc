package io.bactrian.cluster.directory;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code DIR/.bactrian}, held by this process. */
final class StateDirectory implements AutoCloseable {
  private static final String NAME = ".bactrian";

  private final Path directory;
  private final ProcessLock lock;

  private StateDirectory(Path directory, ProcessLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  static StateDirectory take(Path parent) {
    Path directory = parent.resolve(NAME);
    try {
      DurableFiles.privateDirectory(directory);
      ProcessLock lock = ProcessLock.take(directory.resolve("lock"));
      keepOutOfGit(directory.resolve(".gitignore"));
      return new StateDirectory(directory, lock);
    } catch (IOException e) {
      throw Failure.usage(
          "'" + directory + "' cannot be used: " + e, "see that the directory may be written");
    }
  }

  /** It holds keys. */
  private static void keepOutOfGit(Path file) throws IOException {
    if (!Files.exists(file)) {
      DurableFiles.replace(file, "*\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /** Adds a line to a file, unless it holds it. */
  synchronized void addLine(String name, String line) {
    Path file = path(name);
    try {
      if (!Files.exists(file) || !Files.readAllLines(file).contains(line)) {
        Files.write(
            file,
            List.of(line),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            StandardOpenOption.DSYNC);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
