package io.bactrian.worker;

import io.bactrian.api.Storage;
import io.bactrian.config.Prefixes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.store.RepositorySettings;
import java.util.Map;
import java.util.TreeMap;

/** A resource's {@code storage} as settings of a repository. */
final class StorageSettings {
  private StorageSettings() {}

  /**
   * @param directory of a repository that is one, as this process sees it; null: as the storage
   *     says
   * @param secret as {@link StorageSecret} reads it
   */
  static RepositorySettings of(Storage storage, String directory, Map<String, String> secret) {
    if (storage == null || storage.provider == null || storage.provider.isEmpty()) {
      throw Failure.usage("storage has no provider", "set storage.provider: file, s3 or minio");
    }
    Map<String, String> properties = new TreeMap<>(secret);
    put(properties, "bucket", storage.bucket);
    put(properties, "container", storage.container);
    put(properties, "region", storage.region);
    put(properties, "endpoint", storage.endpoint);
    put(properties, "project", storage.project);
    put(properties, "account", storage.account);
    put(properties, "path", directory == null ? storage.path : directory);
    String prefix = storage.prefix == null ? "" : storage.prefix;
    return new RepositorySettings(
        "storage", storage.provider, Prefixes.require(prefix), properties);
  }

  private static void put(Map<String, String> properties, String name, String value) {
    if (value != null && !value.isEmpty()) {
      properties.put(name, value);
    }
  }
}
