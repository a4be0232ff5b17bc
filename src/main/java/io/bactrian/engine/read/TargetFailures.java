package io.bactrian.engine.read;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.failure.SystemWords;
import java.io.IOException;
import java.nio.file.Path;

/** What an error while writing to the target means. */
public final class TargetFailures {
  private TargetFailures() {}

  /** TRANSIENT where space is missing, UNREADABLE otherwise. */
  public static Failure of(Path path, IOException error) {
    String reason = SystemWords.of(error);
    boolean full = reason.contains("No space left") || reason.contains("quota exceeded");
    return Failure.of(
        full ? FailureClass.TRANSIENT : FailureClass.UNREADABLE,
        "cannot write '" + path + "': " + reason,
        full
            ? "make room on the target's file system and run the same command again"
            : "check who owns the target and what its file system can store",
        error);
  }
}
