package io.bactrian.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that begin with an empty source and an empty repository. */
abstract class OnRig {
  @TempDir Path place;
  Rig rig;

  @BeforeEach
  final void makeRig() {
    rig = new Rig(place);
  }
}
