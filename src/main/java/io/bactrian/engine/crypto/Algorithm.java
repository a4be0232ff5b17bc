package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The encryption algorithms of format version 1. */
public enum Algorithm {
  AES256_GCM("aes256-gcm", ".cms"),
  AES256_CBC("aes256-cbc", ".aes"),
  GPG("gpg", ".gpg"),
  NONE("none", "");

  private final String id;
  private final String extension;

  Algorithm(String id, String extension) {
    this.id = id;
    this.extension = extension;
  }

  public String id() {
    return id;
  }

  /** What encrypted objects' names end with, dot included; empty without encryption. */
  public String extension() {
    return extension;
  }

  public boolean encrypts() {
    return this != NONE;
  }

  public static Algorithm of(String id) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.usage(
                    "unknown encryption algorithm '" + id + "'",
                    "use one of "
                        + Arrays.stream(values())
                            .map(Algorithm::id)
                            .collect(Collectors.joining(", "))));
  }
}
