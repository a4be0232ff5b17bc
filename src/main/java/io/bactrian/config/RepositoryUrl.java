package io.bactrian.config;

import io.bactrian.engine.failure.Failure;
import io.bactrian.store.RepositorySettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code --repo}: a path, {@code file:///path}, {@code s3://bucket/prefix}, {@code gs://…},
 * {@code azblob://container/prefix}, or the name of a configured repository. Refuses URLs that hold
 * a user, a password or a query: credentials are never arguments.
 */
public final class RepositoryUrl {
  private static final Pattern URL = Pattern.compile("([a-z][a-z0-9+.-]*)://(.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final String BY_HAND = "given";
  private static final String SCHEMES =
      "use a path, file:///path, s3://bucket/prefix, gs://bucket/prefix, azblob://container/prefix,"
          + " or the name of a repository that the settings configure";

  private final Resolved resolved;
  private final Map<String, String> flags = new LinkedHashMap<>();

  private RepositoryUrl(Resolved resolved, Optional<String> endpoint, Optional<String> region) {
    this.resolved = resolved;
    endpoint.ifPresent(value -> flags.put("endpoint", withoutSecrets(value, value)));
    region.ifPresent(value -> flags.put("region", value));
  }

  /**
   * @param text as given to {@code --repo}
   * @param endpoint of {@code --endpoint}; wins over a configured one, as region does
   */
  public static RepositorySettings parse(
      String text, Resolved resolved, Optional<String> endpoint, Optional<String> region) {
    return new RepositoryUrl(resolved, endpoint, region).parse(text);
  }

  private RepositorySettings parse(String text) {
    Matcher url = URL.matcher(text);
    if (url.matches()) {
      return ofUrl(text, url.group(1), url.group(2));
    }
    if (NAME.matcher(text).matches()) {
      Map<String, String> configured = resolved.repository(text);
      if (!configured.isEmpty()) {
        return configured(text, configured);
      }
    }
    return directory(text);
  }

  private RepositorySettings ofUrl(String text, String scheme, String rest) {
    return switch (scheme) {
      case "file" -> directory(fileUrl(text, rest));
      case "s3", "minio" -> bucket(text, scheme, "bucket", rest);
      case "gs", "gcs" -> bucket(text, "gcs", "bucket", rest);
      case "azblob", "azure" -> bucket(text, "azure", "container", rest);
      default -> throw Failure.usage("unknown provider '" + scheme + "' in --repo", SCHEMES);
    };
  }

  private static String fileUrl(String text, String rest) {
    if (!rest.startsWith("/")) {
      throw Failure.usage(
          "'" + text + "' names no absolute path", "write it as file:///path/to/repository");
    }
    return rest;
  }

  private RepositorySettings bucket(String text, String provider, String member, String rest) {
    withoutSecrets(rest, "--repo");
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    String prefix = slash < 0 ? "" : rest.substring(slash + 1).replaceFirst("/+$", "");
    if (bucket.isEmpty()) {
      throw Failure.usage("'" + text + "' names no " + member, SCHEMES);
    }
    Map<String, String> properties = new LinkedHashMap<>(flags);
    properties.put(member, bucket);
    return new RepositorySettings(BY_HAND, provider, Prefixes.require(prefix), properties);
  }

  /** The whole URL is never repeated here: what is refused may be a secret. */
  private static String withoutSecrets(String address, String where) {
    if (address.indexOf('@') >= 0 || address.indexOf('?') >= 0) {
      String place = where.equals("--repo") ? "--repo" : "--endpoint";
      throw Failure.usage(
          place + " holds a user, a password or a query, which others can see in the process list",
          "give credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), in"
              + " ~/.aws/credentials or in the settings file");
    }
    return address;
  }

  private RepositorySettings configured(String name, Map<String, String> configured) {
    Map<String, String> properties = new LinkedHashMap<>(configured);
    properties.putAll(flags);
    String provider = properties.remove("provider");
    if (provider == null || provider.isEmpty()) {
      throw Failure.usage(
          "repository '" + name + "' has no provider",
          "set bactrian.repository." + name + ".provider to file, s3, minio, gcs or azure");
    }
    String prefix = properties.getOrDefault("prefix", "");
    properties.remove("prefix");
    return new RepositorySettings(name, provider, Prefixes.require(prefix), properties);
  }

  private RepositorySettings directory(String text) {
    if (text.isEmpty()) {
      throw Failure.usage("--repo is empty; is a variable not set?", SCHEMES);
    }
    if (!flags.isEmpty()) {
      throw Failure.usage(
          "--endpoint and --region mean nothing for the directory '" + text + "'", SCHEMES);
    }
    try {
      String path = Path.of(text).toAbsolutePath().normalize().toString();
      return new RepositorySettings(BY_HAND, "file", "", Map.of("path", path));
    } catch (InvalidPathException e) {
      throw Failure.usage("'" + text + "' is not a repository", SCHEMES);
    }
  }
}
