package io.bactrian.worker;

import java.util.List;
import java.util.Map;

/** Opens a repository, and Camel with these route files; whoever made it closes both. */
@FunctionalInterface
public interface Connector {
  Connection connect(Place place, List<String> routeFiles, Map<String, Object> beans);
}
