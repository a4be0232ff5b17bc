package io.bactrian.engine.repo;

import java.util.function.Function;

/**
 * What a reader demands of a manifest's MAC.
 *
 * @param macRequired a manifest without a MAC is refused: a key was given, or the name has keys
 * @param keys gives the MAC key of a data-key-id, or throws WRONG_KEY; null for a reader that has
 *     no key and so compares nothing
 */
public record ManifestTrust(boolean macRequired, Function<String, MacKey> keys) {

  /** A reader that was given a key. */
  public static ManifestTrust withKey(Function<String, MacKey> keys) {
    return new ManifestTrust(true, keys);
  }

  /** A reader without a key: finds accidents, not attackers. */
  public static ManifestTrust withoutKey(boolean nameHasKeys) {
    return new ManifestTrust(nameHasKeys, null);
  }
}
