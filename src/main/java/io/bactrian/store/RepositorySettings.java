package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a repository is and how it is reached.
 *
 * @param name as configured, or any word for a repository given by URL
 * @param provider {@code file}, {@code s3}, {@code minio}, or the name of another Kamelet
 * @param prefix under which everything of the repository lies, "" for none; no slash at either end
 * @param properties of the provider: {@code path}, {@code bucket}, {@code endpoint}, {@code
 *     access-key}, …
 */
public record RepositorySettings(
    String name, String provider, String prefix, Map<String, String> properties) {

  public RepositorySettings {
    properties = Map.copyOf(properties);
    if (!prefix.isEmpty() && !ObjectKey.isPlain(prefix)) {
      throw Failure.usage(
          "prefix '" + prefix + "' is not plain",
          "use letters, digits and . _ = - in each segment, no slash at the ends");
    }
  }

  /** The property, if it is there and not empty. */
  public Optional<String> property(String key) {
    return Optional.ofNullable(properties.get(key)).filter(value -> !value.isEmpty());
  }

  /** The property, or a USAGE failure that names it. */
  public String require(String key) {
    return property(key)
        .orElseThrow(
            () ->
                Failure.usage(
                    "repository '" + name + "' (" + provider + ") has no " + key,
                    "set bactrian.repository." + name + "." + key));
  }

  /** Whether a property's value must not be shown. */
  static boolean isSecret(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.contains("key")
        || lower.contains("secret")
        || lower.contains("token")
        || lower.contains("password")
        || lower.contains("service-account")
        || lower.contains("sas")
        || lower.contains("connection-string")
        || lower.contains("connectionstring");
  }

  /** Shows which secrets are set, never their values. */
  @Override
  public String toString() {
    String shown =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + (isSecret(e.getKey()) ? "***" : e.getValue()))
                .collect(Collectors.joining(", "));
    return "RepositorySettings[" + name + ", " + provider + ", '" + prefix + "', {" + shown + "}]";
  }
}
