package io.bactrian.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The user's key, which only wraps data keys. */
public final class Kek {
  private static final byte[] LABEL = "bactrian-kek".getBytes(StandardCharsets.US_ASCII);
  private static final int ID_BYTES = 8;

  private Kek() {}

  /** What names a KEK in public: 16 hex digits of an HMAC under it, which tell nothing of it. */
  public static String id(SecretKeyBytes kek) {
    byte[] mac = CryptoProviders.hmacSha256(kek.bytes()).doFinal(LABEL);
    return HexFormat.of().formatHex(mac, 0, ID_BYTES);
  }
}
