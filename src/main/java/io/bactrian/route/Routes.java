package io.bactrian.route;

import io.bactrian.engine.failure.Failure;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The route files of one start of Camel: found, loaded, and seen to run. */
public final class Routes {
  private final List<RouteFile> files;

  private Routes(List<RouteFile> files) {
    this.files = files;
  }

  /** USAGE where a mounted file is unfit. */
  public static Routes find(RuntimeSpec spec) {
    return new Routes(new RouteFiles(spec.routesDirectory()).find(spec.routeFiles()));
  }

  /** Loads them, starts the context, and requires every route. */
  void start(CamelContext camel) {
    load(camel);
    try {
      camel.start();
    } catch (RuntimeException e) {
      throw blamed(e);
    }
    requireStarted(camel);
  }

  /** Adds the routes to a context that has not started. USAGE where one does not load. */
  public void load(CamelContext camel) {
    for (RouteFile file : files) {
      try {
        Resource resource = ResourceHelper.fromString(file.name(), file.yaml());
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
      } catch (Exception e) {
        throw unloadable(file, e);
      }
    }
  }

  /** What to say where the context did not start: a mounted file is suspected first. */
  public RuntimeException blamed(RuntimeException e) {
    return files.stream()
        .filter(file -> !file.origin().equals("built-in"))
        .findFirst()
        .<RuntimeException>map(file -> unloadable(file, e))
        .orElse(e);
  }

  /** USAGE where a route of the files is not there: Camel itself would start happily. */
  public void requireStarted(CamelContext camel) {
    for (RouteFile file : files) {
      for (String id : file.routeIds()) {
        if (camel.getRoute(id) == null) {
          throw file.refused("defines route '" + id + "', which did not start");
        }
      }
    }
  }

  private static RuntimeException unloadable(RouteFile file, Exception e) {
    Failure failure = file.refused("does not load: " + e.getMessage());
    failure.addSuppressed(e);
    return failure;
  }
}
