package io.bactrian.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the binaries of real servers: BACTRIAN_SERVERS, then the cache, then PATH. */
final class Servers {
  private Servers() {}

  static Optional<Path> find(String binary) {
    List<Path> places = new ArrayList<>();
    String given = System.getenv("BACTRIAN_SERVERS");
    if (given != null && !given.isEmpty()) {
      places.add(Path.of(given));
      places.add(Path.of(given, "bin"));
    }
    places.add(Path.of(System.getProperty("user.home"), ".cache", "bactrian-servers", "bin"));
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      places.add(Path.of(place));
    }
    return places.stream()
        .map(place -> place.resolve(binary))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
