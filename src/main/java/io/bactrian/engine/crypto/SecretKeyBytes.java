package io.bactrian.engine.crypto;

import java.security.MessageDigest;
import java.util.HexFormat;

/** Thirty-two secret bytes: a KEK or a data key. Prints nothing of itself. */
public final class SecretKeyBytes {
  public static final int LENGTH = 32;
  private final byte[] bytes;

  public SecretKeyBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** 64 lower-case hex digits; as secret as the key. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretKeyBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "SecretKeyBytes[hidden]";
  }
}
