package io.bactrian.engine.restore;

import io.bactrian.engine.read.TargetFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that a restore goes into, made where it is missing. */
final class TargetDirectory {
  private final Path path;
  private final boolean made;

  private TargetDirectory(Path path, boolean made) {
    this.path = path;
    this.made = made;
  }

  /** The one above it must be there. */
  static TargetDirectory make(Path target) {
    TargetCheck.requireUsable(target);
    try {
      boolean made = !Files.exists(target);
      if (made) {
        Files.createDirectory(target);
      }
      return new TargetDirectory(target.toRealPath(), made);
    } catch (IOException e) {
      throw TargetFailures.of(target, e);
    }
  }

  /** Where it really is, links followed. */
  Path path() {
    return path;
  }

  /** Takes it away again where it was made; it must be empty. */
  void undo() throws IOException {
    if (made) {
      Files.deleteIfExists(path);
    }
  }
}
