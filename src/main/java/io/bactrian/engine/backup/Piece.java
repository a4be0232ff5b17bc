package io.bactrian.engine.backup;

import io.bactrian.engine.index.ObjectRef;

/** An object that is not a bundle: an index segment, STREAM, SHA256SUMS or part of the kit. */
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
