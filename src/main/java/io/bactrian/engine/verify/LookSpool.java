package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.work.PrivateDirectory;
import java.io.IOException;

/** What a look keeps on disk while it looks: among temporary files. */
final class LookSpool {
  private LookSpool() {}

  static PrivateDirectory open() {
    try {
      return PrivateDirectory.temporary("bactrian-verify-");
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** It may pass: space may be freed. */
  static Failure unusable(IOException e) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "the spool cannot be written: " + e.getMessage(),
        "free some space in the directory for temporary files",
        e);
  }
}
