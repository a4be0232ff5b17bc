package io.bactrian.worker;

import io.bactrian.engine.failure.Failure;
import io.bactrian.store.RepositorySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What may be backed up: a directory that is there, and neither the repository nor in it. A
 * repository inside the source is fine: a backup leaves it out.
 */
public final class SourceDirectory {
  private SourceDirectory() {}

  /** The real path of the source, or a USAGE failure that names it. */
  public static Path require(Path source, RepositorySettings repository) {
    if (!Files.isDirectory(source)) {
      throw Failure.usage(
          "source '"
              + source
              + "' "
              + (Files.exists(source) ? "is not a directory" : "does not exist"),
          "name the directory to back up");
    }
    Path real = real(source);
    String path = repository.properties().get("path");
    if (path != null && repository.provider().equals("file")) {
      requireApart(source, real, real(Path.of(path)));
    }
    return real;
  }

  private static void requireApart(Path source, Path real, Path repository) {
    if (real.startsWith(repository)) {
      throw Failure.usage(
          "source '" + source + "' lies in the repository '" + repository + "'",
          "back up what the repository is for, not the repository");
    }
  }

  /** With links resolved, as far as the path exists. */
  static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path existing = absolute;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      return existing == null
          ? absolute
          : existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
    } catch (IOException e) {
      throw Failure.usage("path '" + path + "' cannot be followed: " + e, "check its permissions");
    }
  }
}
