package io.bactrian.engine.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** How AES-GCM is computed: for much in bounded memory, or for little and authenticated. */
enum GcmMode {
  /**
   * Decrypts without authenticating, since every GCM implementation at hand holds a message back
   * until its tag is checked. GCM is a key stream and a tag over the ciphertext: the plaintext is
   * what AES-CTR makes of the ciphertext from counter 2 on, and so is what GCM <em>encryption</em>
   * makes of it, which is how the native library is used here; the tag that comes out means
   * nothing.
   */
  BULK {
    @Override
    Cipher encryptor(byte[] key, byte[] nonce) throws GeneralSecurityException {
      return gcm(CryptoProviders.bulkGcm(), Cipher.ENCRYPT_MODE, key, nonce);
    }

    @Override
    MessageDecryptor decryptor(byte[] key, byte[] nonce) throws GeneralSecurityException {
      if (CryptoProviders.decryptsNatively()) {
        Cipher cipher = gcm(CryptoProviders.bulkGcm(), Cipher.ENCRYPT_MODE, key, nonce);
        return new MessageDecryptor(cipher, false, TAG_LENGTH);
      }
      Cipher cipher = CryptoProviders.jdk("AES/CTR/NoPadding");
      byte[] counter = Arrays.copyOf(nonce, 16);
      counter[15] = 2;
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
      return new MessageDecryptor(cipher, false, 0);
    }
  },

  /** By the JDK; reading holds the whole message until its tag has been checked. */
  SMALL {
    @Override
    Cipher encryptor(byte[] key, byte[] nonce) throws GeneralSecurityException {
      return gcm(CryptoProviders.jdk(GCM), Cipher.ENCRYPT_MODE, key, nonce);
    }

    @Override
    MessageDecryptor decryptor(byte[] key, byte[] nonce) throws GeneralSecurityException {
      Cipher cipher = gcm(CryptoProviders.jdk(GCM), Cipher.DECRYPT_MODE, key, nonce);
      return new MessageDecryptor(cipher, true, 0);
    }
  };

  static final int NONCE_LENGTH = 12;
  static final int TAG_LENGTH = 16;
  private static final String GCM = "AES/GCM/NoPadding";

  abstract Cipher encryptor(byte[] key, byte[] nonce) throws GeneralSecurityException;

  abstract MessageDecryptor decryptor(byte[] key, byte[] nonce) throws GeneralSecurityException;

  private static Cipher gcm(Cipher cipher, int mode, byte[] key, byte[] nonce)
      throws GeneralSecurityException {
    GCMParameterSpec parameters = new GCMParameterSpec(8 * TAG_LENGTH, nonce);
    cipher.init(mode, new SecretKeySpec(key, "AES"), parameters);
    return cipher;
  }
}
