package io.bactrian.engine.store;

import java.util.Objects;
import java.util.Optional;

/**
 * What a store says it holds.
 *
 * @param key relative to the repository's prefix
 * @param length in bytes
 * @param checksum lower-case hex SHA-256 as the store reports it, or null where it reports none
 */
public record Receipt(String key, long length, String checksum) {
  public Receipt {
    Objects.requireNonNull(key);
  }

  public Optional<String> sha256() {
    return Optional.ofNullable(checksum);
  }
}
