package io.bactrian.cluster.directory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a directory is run.
 *
 * @param pollInterval between two looks at its files
 * @param workers that run at once, at least 1
 * @param claims directories of claims that no document describes, by name
 */
public record DirectorySettings(
    Path directory, Duration pollInterval, int workers, Map<String, Path> claims) {
  public DirectorySettings {
    directory = directory.toAbsolutePath().normalize();
    claims = Map.copyOf(claims);
  }
}
