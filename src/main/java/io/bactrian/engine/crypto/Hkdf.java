package io.bactrian.engine.crypto;

import java.util.Arrays;
import javax.crypto.Mac;

/** HKDF with SHA-256, RFC 5869. */
final class Hkdf {
  private static final int HASH_LENGTH = 32;

  private Hkdf() {}

  /**
   * @param salt may be empty: none
   * @param length of what comes out, at most 255 * 32 bytes
   */
  static byte[] derive(byte[] input, byte[] salt, byte[] info, int length) {
    if (length > 255 * HASH_LENGTH) {
      throw new IllegalArgumentException("HKDF gives no " + length + " bytes");
    }
    byte[] pseudorandom =
        CryptoProviders.hmacSha256(salt.length == 0 ? new byte[HASH_LENGTH] : salt).doFinal(input);
    Mac mac = CryptoProviders.hmacSha256(pseudorandom);
    byte[] result = new byte[length];
    byte[] block = new byte[0];
    for (int done = 0, number = 1; done < length; done += HASH_LENGTH, number++) {
      mac.update(block);
      mac.update(info);
      block = mac.doFinal(new byte[] {(byte) number});
      System.arraycopy(block, 0, result, done, Math.min(HASH_LENGTH, length - done));
    }
    Arrays.fill(pseudorandom, (byte) 0);
    return result;
  }
}
