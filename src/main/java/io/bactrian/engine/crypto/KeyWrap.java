package io.bactrian.engine.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES key wrap (RFC 3394) of a content key of 32 bytes. */
final class KeyWrap {
  private KeyWrap() {}

  static byte[] wrap(SecretKeyBytes kek, byte[] contentKey) {
    try {
      return cipher(Cipher.WRAP_MODE, kek).wrap(new SecretKeySpec(contentKey, "AES"));
    } catch (GeneralSecurityException e) {
      throw CryptoProviders.missing(e);
    }
  }

  /** Empty where this key did not wrap these bytes; the wrapping carries its own check. */
  static Optional<byte[]> unwrap(SecretKeyBytes kek, byte[] wrapped) {
    try {
      Cipher cipher = cipher(Cipher.UNWRAP_MODE, kek);
      byte[] key = cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY).getEncoded();
      return Optional.of(key).filter(bytes -> bytes.length == SecretKeyBytes.LENGTH);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, SecretKeyBytes kek) throws GeneralSecurityException {
    Cipher cipher = CryptoProviders.jdk("AESWrap");
    cipher.init(mode, new SecretKeySpec(kek.bytes(), "AES"));
    return cipher;
  }
}
