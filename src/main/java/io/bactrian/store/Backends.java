package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Maps settings to a Kamelet and what it needs. Touches no store. */
final class Backends {
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");

  private final CamelContext camel;
  private final RepositorySettings settings;

  private Backends(CamelContext camel, RepositorySettings settings) {
    this.camel = camel;
    this.settings = settings;
  }

  static Backend of(CamelContext camel, RepositorySettings settings, String instance) {
    return new Backends(camel, settings).backend(instance);
  }

  private Backend backend(String instance) {
    return switch (settings.provider()) {
      case "file" -> file();
      case "s3", "minio" -> s3(instance);
      default -> other();
    };
  }

  private Backend file() {
    Path path = path(settings.require("path"));
    return new Backend(
        "file-store-action",
        Map.of("path", path.toString()),
        path.toString(),
        slashed(path.toString()),
        Optional.of(path),
        Optional.empty());
  }

  /** Camel resolves placeholders in what a Kamelet is given. */
  private static Path path(String text) {
    Path path = Path.of(text).toAbsolutePath().normalize();
    if (text.contains("{{") || text.contains("${") || text.startsWith("#")) {
      throw Failure.usage(
          "repository directory '" + text + "' holds {{, ${ or a leading #",
          "give the directory another name, or a symbolic link");
    }
    return path;
  }

  private Backend s3(String instance) {
    String bucket = settings.require("bucket");
    if (!BUCKET.matcher(bucket).matches()) {
      throw Failure.usage(
          "'" + bucket + "' is not a bucket name", "use 3 to 63 letters, digits and . _ -");
    }
    UnaryOperator<String> defaults =
        name -> camel.resolvePropertyPlaceholders("{{bactrian.store." + name + ":}}");
    S3Options options = S3Options.of(settings, defaults);
    String bean = "client-" + instance;
    return new Backend(
        "s3-store-action",
        Map.of("bucket", bucket, "client", bean),
        options.place(),
        "s3://" + slashed(bucket),
        Optional.empty(),
        Optional.of(new Backend.LazyClient(bean, () -> S3Clients.open(options))));
  }

  private Backend other() {
    KnownProviders.require(camel, settings.provider());
    Optional<Path> local =
        settings
            .property("local-spool")
            .map(Backends::path)
            .filter(path -> !path.toString().isEmpty());
    return new Backend(
        settings.provider() + "-store-action",
        settings.properties(),
        settings.provider(),
        settings.provider() + ":" + slashed(settings.name()),
        local,
        Optional.empty());
  }

  private String slashed(String base) {
    return settings.prefix().isEmpty() ? base : base + "/" + settings.prefix();
  }
}
