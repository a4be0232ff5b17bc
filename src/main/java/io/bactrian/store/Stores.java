package io.bactrian.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;

/** Opens repositories. The context must have the routes of {@code routes/store.yaml}. */
public final class Stores {
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  private Stores() {}

  /**
   * The repository's store. Touches nothing: client, Kamelet instance and, for a directory, the
   * directory are made inside the first attempt. USAGE for an unknown provider or a missing
   * setting. The caller closes it.
   */
  public static KameletStore open(CamelContext camel, RepositorySettings settings) {
    String id = unique(id(settings));
    Duration deadline =
        S3Options.duration(
            settings,
            "call-timeout",
            name -> camel.resolvePropertyPlaceholders("{{bactrian.store." + name + ":}}"),
            "10m");
    StoreInstance instance = new StoreInstance(camel, id, Backends.of(camel, settings, id));
    return new KameletStore(camel, instance, settings.prefix(), deadline);
  }

  /** Whether a provider of this name exists: built in, or a mounted Kamelet. */
  public static boolean knows(CamelContext camel, String provider) {
    return provider.equals("minio") || KnownProviders.known(camel, provider);
  }

  /**
   * An id is a route's id, and Camel remembers the producers of removed routes: none comes twice.
   */
  private static String unique(String id) {
    int count = OPENED.merge(id, 1, Integer::sum);
    return count == 1 ? id : id + "-" + count;
  }

  private static String id(RepositorySettings settings) {
    String name = settings.name().replaceAll("[^A-Za-z0-9_-]", "-");
    return "store-"
        + settings.provider().replaceAll("[^a-z0-9-]", "-")
        + "-"
        + name
        + "-"
        + hash(settings);
  }

  /** Changes with every setting, secrets included; tells nothing about them. */
  private static String hash(RepositorySettings settings) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      String all = settings.prefix() + '\n' + new TreeMap<>(settings.properties());
      byte[] digest = sha256.digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
