package io.bactrian.worker;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.store.RepositorySettings;
import java.nio.file.Path;

/** Where may be restored to: never into the repository, nor over it. */
final class TargetRefusals {
  private TargetRefusals() {}

  /**
   * USAGE where a restore would write into the repository, or replace a directory that holds it and
   * so delete every backup. A merge deletes nothing, and Never asks for an empty target.
   */
  static void requireApart(Path target, RepositorySettings repository, Overwrite overwrite) {
    String path = repository.properties().get("path");
    if (path == null || !repository.provider().equals("file")) {
      return;
    }
    Path place = SourceDirectory.real(Path.of(path));
    Path real = SourceDirectory.real(target);
    if (real.startsWith(place)) {
      throw Failure.usage(
          "target '" + target + "' lies in the repository '" + place + "'",
          "name a directory outside of it");
    }
    if (overwrite == Overwrite.REPLACE && place.startsWith(real)) {
      throw Failure.usage(
          "target '" + target + "' holds the repository '" + place + "', which would be replaced",
          "say --overwrite merge, or restore into another directory");
    }
  }
}
