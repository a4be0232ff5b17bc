package io.bactrian.engine.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which implementation does what; why is in docs/decisions/crypto-providers.md. Digests, CBC and
 * small messages are the JDK's; AES-GCM in bulk is Amazon Corretto's where its library loads, else
 * the JDK's too. Changes nothing in the JVM's list of providers, so TLS is not touched.
 */
public final class CryptoProviders {
  /**
   * Below so many decrypted bytes in a process, loading a native library costs more than it saves.
   */
  private static final long WORTH_LOADING = 16L << 20;

  private static final AtomicLong DECRYPTED = new AtomicLong();
  private static final SecureRandom RANDOM = new SecureRandom();

  private CryptoProviders() {}

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** HMAC-SHA-256 under a key that is not empty. */
  public static Mac hmacSha256(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /**
   * Loads the native library on a thread of its own, so that its 0.2 s pass while a backup or
   * restore begins. Call it where more than some 20 MiB will be encrypted or decrypted; returns at
   * once.
   */
  public static void warmUp() {
    Thread thread = new Thread(Corretto::available, "crypto-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  static SecureRandom random() {
    return RANDOM;
  }

  /** The JDK's cipher: nothing to load, and slow until its intrinsics are compiled in. */
  static Cipher jdk(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw missing(e);
    }
  }

  /** AES-GCM for encrypting much, loading the native library first if nobody has. */
  static Cipher bulkGcm() {
    return Corretto.available() ? Corretto.gcm() : jdk("AES/GCM/NoPadding");
  }

  /** Whether decryption should use {@link #bulkGcm}; false means the JDK's AES-CTR is cheaper. */
  static boolean decryptsNatively() {
    return (Corretto.asked() || DECRYPTED.get() > WORTH_LOADING) && Corretto.available();
  }

  static void decrypted(int bytes) {
    DECRYPTED.addAndGet(bytes);
  }

  static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("this Java lacks an algorithm it must have", e);
  }
}
