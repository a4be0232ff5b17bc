package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.tree.Entry;

/** A file with several names lost its first while it was read: the others would lead nowhere. */
final class VanishedName {
  private VanishedName() {}

  static Failure of(Entry other) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "the file behind '" + other.display() + "' vanished under its first name while it was read",
        "run the backup again");
  }
}
