package io.bactrian.engine.restore;

import io.bactrian.engine.read.TargetFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Makes FIFOs, which the JVM cannot, by the command mkfifo; names never become arguments. Their
 * mtime is set by touch, to the nanosecond where that knows fractions (GNU's does), else not at
 * all: the JVM would open the FIFO and wait.
 */
final class Fifos {
  private static final String NAME = "fifo";
  private final Path work;
  private boolean unavailable;

  Fifos(Path work) {
    this.work = work;
  }

  /**
   * Makes one at a path where nothing is; false where the system has no such command.
   *
   * @param mtime nanoseconds since the epoch
   */
  boolean create(Path path, long mtime) {
    if (unavailable || !mkfifo()) {
      unavailable = true;
      return false;
    }
    touch(mtime);
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
      return run("mkfifo", "-m", "600", NAME);
    } catch (IOException e) {
      return false;
    }
  }

  /** As UTC in words: "@seconds" with a fraction before 1970 is read differently by old ones. */
  private void touch(long mtime) {
    String time = Instant.EPOCH.plusNanos(mtime).toString();
    try {
      run("touch", "-c", "-m", "-d", time, NAME);
    } catch (IOException e) {
      // No such command: whoever compares the time afterwards tells that it is not the entry's.
    }
  }

  private boolean run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
