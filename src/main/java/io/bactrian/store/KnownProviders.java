package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.support.PluginHelper;

/**
 * Which providers there are: ours, and each {@code <name>-store-action} Kamelet where Camel looks.
 */
final class KnownProviders {
  private static final String SUFFIX = "-store-action.kamelet.yaml";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private KnownProviders() {}

  /** USAGE unless a Kamelet of that provider is there. */
  static void require(CamelContext camel, String provider) {
    if (!known(camel, provider)) {
      throw Failure.usage(
          "unknown provider '" + provider + "'",
          "use one of "
              + String.join(", ", known(locations(camel)))
              + ", or put the Kamelet "
              + provider
              + SUFFIX
              + " into the directory bactrian.kamelets.directory");
    }
  }

  /** Whether a Kamelet of that provider is there. */
  static boolean known(CamelContext camel, String provider) {
    return NAME.matcher(provider).matches()
        && locations(camel).stream().anyMatch(location -> exists(camel, location, provider));
  }

  private static List<String> locations(CamelContext camel) {
    return List.of(camel.getComponent("kamelet", KameletComponent.class).getLocation().split(","));
  }

  private static boolean exists(CamelContext camel, String location, String provider) {
    String uri = location.trim() + "/" + provider + SUFFIX;
    return PluginHelper.getResourceLoader(camel).resolveResource(uri).exists();
  }

  private static Iterable<String> known(List<String> locations) {
    TreeSet<String> names = new TreeSet<>(List.of("file", "minio", "s3"));
    for (String location : locations) {
      if (location.trim().startsWith("file:")) {
        addFrom(Path.of(location.trim().substring("file:".length())), names);
      }
    }
    return names;
  }

  private static void addFrom(Path directory, TreeSet<String> names) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      files.forEach(file -> names.add(file.getFileName().toString().replace(SUFFIX, "")));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list Kamelets in " + directory, e);
    }
  }
}
