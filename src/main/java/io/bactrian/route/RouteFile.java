package io.bactrian.route;

import io.bactrian.engine.failure.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * One YAML route file, wherever it was found.
 *
 * @param name the file's name: {@code backup.yaml}
 * @param origin for people: {@code built-in}, or the path of the mounted file
 */
record RouteFile(String name, String origin, String yaml) {

  /** The ids of its routes. USAGE where the file is no list of routes with ids. */
  Set<String> routeIds() {
    Set<String> ids = new LinkedHashSet<>();
    for (Object item : items()) {
      if (item instanceof Map<?, ?> map && map.get("route") instanceof Map<?, ?> route) {
        ids.add(String.valueOf(route.get("id")));
      }
    }
    if (ids.isEmpty() || ids.contains("null")) {
      throw refused("holds no route, or one without an id");
    }
    return ids;
  }

  private List<?> items() {
    try {
      Object document =
          new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml);
      return document instanceof List<?> list ? list : List.of();
    } catch (YamlEngineException e) {
      throw refused("is not YAML: " + e.getMessage());
    }
  }

  Failure refused(String why) {
    return Failure.usage(
        "route file '" + name + "' (" + origin + ") " + why,
        "compare it with the built-in file of the same name, or take it out of the directory");
  }
}
