package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What an error while writing to the target means. */
final class TargetFailures {
  private TargetFailures() {}

  /** TRANSIENT where space is missing, UNREADABLE otherwise. */
  static Failure of(Path path, IOException error) {
    String reason = reason(error);
    boolean full = reason.contains("No space left") || reason.contains("quota exceeded");
    return Failure.of(
        full ? FailureClass.TRANSIENT : FailureClass.UNREADABLE,
        "cannot write '" + path + "': " + reason,
        full
            ? "make room on the target's file system and run the same command again"
            : "check who owns the target and what its file system can store",
        error);
  }

  private static String reason(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
