package io.bactrian.engine.crypto;

import java.util.Optional;

/** A key written as hex digits. Handles bytes, so that no String of a secret is made. */
final class HexKey {
  private static final int DIGITS = 2 * SecretKeyBytes.LENGTH;

  private HexKey() {}

  /** Exactly 64 lower-case hex digits and a newline. */
  static Optional<SecretKeyBytes> parseLine(byte[] line) {
    if (line.length != DIGITS + 1 || line[DIGITS] != '\n') {
      return Optional.empty();
    }
    for (int i = 0; i < DIGITS; i++) {
      if (line[i] >= 'A' && line[i] <= 'F') {
        return Optional.empty();
      }
    }
    return parse(line);
  }

  /** The first 64 bytes as hex digits of either case. */
  static Optional<SecretKeyBytes> parse(byte[] text) {
    byte[] key = new byte[SecretKeyBytes.LENGTH];
    for (int i = 0; i < key.length; i++) {
      int high = Character.digit(text[2 * i] & 0xff, 16);
      int low = Character.digit(text[2 * i + 1] & 0xff, 16);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      key[i] = (byte) (high << 4 | low);
    }
    return Optional.of(new SecretKeyBytes(key));
  }
}
