package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * How an S3 client is made.
 *
 * @param endpoint empty for AWS
 * @param region empty: asked of the environment, else us-east-1
 * @param pathStyle bucket in the path rather than in the host name
 * @param credentials empty: the standard chain (environment, ~/.aws, container, instance)
 * @param connectTimeout of one connection
 * @param readTimeout of one wait for bytes
 * @param callTimeout of a whole request
 */
record S3Options(
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Optional<Keys> credentials,
    Duration connectTimeout,
    Duration readTimeout,
    Duration callTimeout) {
  private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}(ms|s|m|h)");

  /** An access key and its secret; never printed. */
  record Keys(String accessKey, String secretKey, Optional<String> sessionToken) {
    @Override
    public String toString() {
      return "Keys[***]";
    }
  }

  /**
   * @param defaults of {@code connect-timeout}, {@code read-timeout}, {@code call-timeout}; ""
   *     where there is none
   */
  static S3Options of(RepositorySettings settings, UnaryOperator<String> defaults) {
    boolean minio = settings.provider().equals("minio");
    return new S3Options(
        settings.property("endpoint").map(S3Options::uri),
        settings.property("region"),
        settings
            .property("path-style")
            .map(Boolean::parseBoolean)
            .orElse(minio || isCustom(settings)),
        keys(settings),
        duration(settings, "connect-timeout", defaults, "10s"),
        duration(settings, "read-timeout", defaults, "60s"),
        duration(settings, "call-timeout", defaults, "10m"));
  }

  /** An endpoint of one's own rarely has a DNS name for each bucket. */
  private static boolean isCustom(RepositorySettings settings) {
    return settings.property("endpoint").filter(e -> !e.contains("amazonaws.com")).isPresent();
  }

  private static URI uri(String endpoint) {
    try {
      URI uri = URI.create(endpoint.contains("://") ? endpoint : "https://" + endpoint);
      if (uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw badEndpoint();
    }
    throw badEndpoint();
  }

  private static Failure badEndpoint() {
    return Failure.usage(
        "the endpoint is not a URL of a host", "write it as https://host or http://host:9000");
  }

  private static Optional<Keys> keys(RepositorySettings settings) {
    return settings
        .property("access-key")
        .map(
            access ->
                new Keys(
                    access, settings.require("secret-key"), settings.property("session-token")));
  }

  static Duration duration(
      RepositorySettings settings, String key, UnaryOperator<String> defaults, String builtIn) {
    String general = defaults.apply(key);
    String text = settings.property(key).orElse(general.isEmpty() ? builtIn : general);
    if (!DURATION.matcher(text).matches()) {
      throw Failure.usage(
          key + " '" + text + "' is not a duration", "write it as 500ms, 30s or 5m");
    }
    return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
  }

  /** For hints. */
  String place() {
    return endpoint.map(URI::toString).orElse("Amazon S3");
  }
}
