package io.bactrian.engine.crypto;

import java.util.Objects;

/**
 * A key that encrypts the objects of one name.
 *
 * @param id 16 lower-case hex digits, public
 * @param family the algorithm of the objects it encrypts; never NONE
 */
public record DataKey(String id, Algorithm family, SecretKeyBytes key) {
  public DataKey {
    Objects.requireNonNull(id);
    Objects.requireNonNull(key);
    if (!family.encrypts()) {
      throw new IllegalArgumentException("a data key needs an algorithm that encrypts");
    }
  }

  /** Encrypts and decrypts objects under this key. */
  public Cipherer cipherer() {
    return Ciphers.of(family, key, id);
  }

  @Override
  public String toString() {
    return "DataKey[" + id + ", " + family.id() + ", hidden]";
  }
}
