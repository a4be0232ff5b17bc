package io.bactrian.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code bactrian.run.*} says, typed and checked.
 *
 * @param claims directories of claims by name
 */
public record RunSettings(Duration pollInterval, int workers, Map<String, Path> claims) {
  private static final String PREFIX = "bactrian.run.";

  public RunSettings {
    claims = Map.copyOf(claims);
  }

  /** USAGE, naming property and value, where one is malformed or out of range. */
  public static RunSettings of(Resolved resolved) {
    SettingReader in = new SettingReader(resolved);
    Map<String, Path> claims = new TreeMap<>();
    resolved
        .values()
        .tailMap(PropertyNames.CLAIM)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PropertyNames.CLAIM)) {
                String claim = name.substring(PropertyNames.CLAIM.length());
                in.path(name).ifPresent(path -> claims.put(claim, path));
              }
            });
    return new RunSettings(
        in.durationAtLeast(PREFIX + "poll-interval", Duration.ofMillis(10)),
        in.integer(PREFIX + "workers", 1, 16),
        claims);
  }
}
