package io.bactrian.route;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What one start of Camel needs.
 *
 * @param routeFiles names of files in {@code routes/}, for instance {@code backup.yaml}
 * @param beans bound in the registry under their names
 * @param resolved every property, already resolved: no other source is asked
 */
public record RuntimeSpec(List<String> routeFiles, Map<String, Object> beans, Properties resolved) {

  public RuntimeSpec {
    routeFiles = List.copyOf(routeFiles);
    beans = Map.copyOf(beans);
  }

  /** Whose route files replace ours. */
  Optional<Path> routesDirectory() {
    return directory("bactrian.routes.directory");
  }

  /** Whose Kamelets come before ours. */
  Optional<Path> kameletsDirectory() {
    return directory("bactrian.kamelets.directory");
  }

  private Optional<Path> directory(String property) {
    String value = resolved.getProperty(property, "");
    return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
  }
}
