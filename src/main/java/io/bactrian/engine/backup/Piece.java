package io.bactrian.engine.backup;

import io.bactrian.engine.index.ObjectRef;

/** A segment of the index on its way into the store; its bytes are made when it is. */
public final class Piece extends Parcel {
  private final ObjectRef ref;

  /**
   * @param ref how the manifest names it
   */
  Piece(BackupRun run, String label, Sealed sealed, ObjectRef ref) {
    super(run, label);
    this.ref = ref;
    seal(sealed);
  }

  ObjectRef ref() {
    return ref;
  }
}
