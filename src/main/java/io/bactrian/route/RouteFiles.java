package io.bactrian.route;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds route files: a mounted file of the same name replaces the built-in one. */
final class RouteFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

  private final Optional<Path> mounted;

  RouteFiles(Optional<Path> mounted) {
    this.mounted = mounted;
    mounted.filter(path -> !Files.isDirectory(path)).ifPresent(RouteFiles::refuse);
  }

  private static void refuse(Path path) {
    throw Failure.usage(
        "bactrian.routes.directory '" + path + "' is not a directory",
        "name a directory of YAML route files, or leave the property empty");
  }

  List<RouteFile> find(List<String> names) {
    return names.stream().map(this::find).toList();
  }

  private RouteFile find(String name) {
    RouteFile builtIn = builtIn(name);
    return mounted
        .map(directory -> directory.resolve(name))
        .filter(Files::isRegularFile)
        .map(path -> replacing(builtIn, path))
        .orElse(builtIn);
  }

  private static RouteFile replacing(RouteFile builtIn, Path path) {
    RouteFile file = new RouteFile(builtIn.name(), path.toString(), read(path));
    Set<String> missing = new LinkedHashSet<>(builtIn.routeIds());
    missing.removeAll(file.routeIds());
    if (!missing.isEmpty()) {
      throw file.refused("lacks the route ids " + missing + " of the built-in file");
    }
    LOG.info("routes of {} come from {}, not from the built-in file", file.name(), path);
    return file;
  }

  private static RouteFile builtIn(String name) {
    try (InputStream in = RouteFiles.class.getResourceAsStream("/routes/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no built-in route file " + name);
      }
      return new RouteFile(name, "built-in", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  private static Failure unreadable(String what, IOException e) {
    return Failure.of(
        FailureClass.USAGE,
        "route file '" + what + "' cannot be read: " + e,
        "make it readable and UTF-8, or take it out of the directory",
        e);
  }
}
