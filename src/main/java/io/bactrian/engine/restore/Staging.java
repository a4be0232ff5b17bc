package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.read.TargetFailures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A hidden directory in the target, readable by its owner only, in which a restore is made ready:
 * {@code tree/} (what will be moved in), {@code old/} (what was moved aside), {@code work/}
 * (spools), {@code journal.json}, {@code lock}. It is locked while its process lives.
 */
final class Staging implements Closeable {
  static final String PREFIX = ".bactrian-restore-";

  private final Path directory;
  private final FileChannel lock;

  private Staging(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** A new one; its name must be free. */
  static Staging create(Path target, String runId) {
    Path directory = target.resolve(PREFIX + runId);
    try {
      Trees.createPrivate(directory);
      Staging staging = open(directory);
      Trees.createPrivate(staging.tree());
      Trees.createPrivate(staging.work());
      Trees.createPrivate(staging.old());
      return staging;
    } catch (IOException e) {
      throw TargetFailures.of(directory, e);
    }
  }

  /** One that is there. LOCKED while the process that made it lives. */
  static Staging open(Path directory) {
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw Failure.of(
            FailureClass.LOCKED,
            "another restore is at work in '" + directory.getParent() + "'",
            "wait until it ends");
      }
      return new Staging(directory, channel);
    } catch (IOException e) {
      throw TargetFailures.of(directory, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path directory() {
    return directory;
  }

  Path target() {
    return directory.getParent();
  }

  Path tree() {
    return directory.resolve("tree");
  }

  Path work() {
    return directory.resolve("work");
  }

  Path old() {
    return directory.resolve("old");
  }

  static boolean isStaging(Path path) {
    return path.getFileName().toString().startsWith(PREFIX) && Trees.isDirectory(path);
  }

  /** Removes it and all it holds. */
  void delete() {
    try {
      Trees.delete(tree());
      Trees.delete(old());
      Trees.delete(work());
      Files.deleteIfExists(directory.resolve("journal.json"));
      Trees.delete(directory);
    } catch (IOException e) {
      throw TargetFailures.of(directory, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw TargetFailures.of(directory, e);
    }
  }
}
