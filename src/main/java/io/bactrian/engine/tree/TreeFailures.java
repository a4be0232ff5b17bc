package io.bactrian.engine.tree;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.failure.SystemWords;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** What an error of the file system means: gone, or a failure that names the file. */
final class TreeFailures {
  private TreeFailures() {}

  /** Whether the error says that the path is not there (any more), or a parent is no directory. */
  static boolean gone(Path file, IOException error) {
    if (error instanceof NoSuchFileException || error instanceof NotDirectoryException) {
      return true;
    }
    Path parent = file.getParent();
    return !(error instanceof AccessDeniedException)
        && parent != null
        && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
  }

  /** Vanished if the path is gone; else throws an UNREADABLE failure. */
  static Vanished goneOrUnreadable(Path file, byte[] path, IOException error) {
    if (gone(file, error)) {
      return new Vanished(path);
    }
    throw unreadable(file, error);
  }

  static Failure unreadable(Path file, IOException error) {
    return Failure.of(
        FailureClass.UNREADABLE,
        "cannot read '" + file + "': " + SystemWords.of(error),
        error instanceof AccessDeniedException
            ? "run as a user who may read everything in the source, or leave it out by --exclude"
            : "check the file system, or leave it out by --exclude",
        error);
  }

  static Failure unwritable(Path file, String what, IOException error) {
    return Failure.of(
        FailureClass.UNREADABLE,
        "cannot set " + what + " of '" + file + "': " + SystemWords.of(error),
        "check who owns the target and what its file system can store",
        error);
  }

  static Failure spool(Path spoolDir, IOException error) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "the spool '" + spoolDir + "' failed: " + SystemWords.of(error),
        "check its free space and permissions",
        error);
  }
}
