package io.bactrian.engine.restore;

import io.bactrian.engine.read.TargetFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Makes FIFOs, which the JVM cannot, by the command mkfifo; names never become arguments. */
final class Fifos {
  private static final String NAME = "fifo";
  private final Path work;
  private boolean unavailable;

  Fifos(Path work) {
    this.work = work;
  }

  /** Makes one at a path where nothing is; false where the system has no such command. */
  boolean create(Path path) {
    if (unavailable || !mkfifo()) {
      unavailable = true;
      return false;
    }
    try {
      Trees.move(work.resolve(NAME), path);
      return true;
    } catch (IOException e) {
      throw TargetFailures.of(path, e);
    }
  }

  private boolean mkfifo() {
    try {
      Files.deleteIfExists(work.resolve(NAME));
      Process process =
          new ProcessBuilder("mkfifo", "-m", "600", NAME)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
