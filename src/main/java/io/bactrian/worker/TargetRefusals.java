package io.bactrian.worker;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.store.RepositorySettings;
import java.nio.file.Path;

/** Where may be restored to: never into the repository, nor over it, nor over the key. */
public final class TargetRefusals {
  private TargetRefusals() {}

  /**
   * USAGE where a restore would write into the repository, or replace a directory that holds it and
   * so delete every backup. A merge deletes nothing, and Never asks for an empty target.
   */
  public static void requireApart(Path target, RepositorySettings repository, Overwrite overwrite) {
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

  /** USAGE where a replaced directory holds the key file: it would go, and the backups with it. */
  public static void requireKeyKept(Path target, Path keyFile, Overwrite overwrite) {
    if (overwrite == Overwrite.REPLACE
        && SourceDirectory.real(keyFile).startsWith(SourceDirectory.real(target))) {
      throw Failure.usage(
          "target '" + target + "' holds the key file '" + keyFile + "', which would be replaced",
          "copy the key to another place, and name that one");
    }
  }
}
