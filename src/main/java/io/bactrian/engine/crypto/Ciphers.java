package io.bactrian.engine.crypto;

import java.io.InputStream;
import java.io.OutputStream;

/** The three message families of format version 1, and none. */
public final class Ciphers {
  private Ciphers() {}

  /**
   * For objects of any size.
   *
   * @param keyId the id of that key: a data-key-id, or a kek-id; stands in the clear in CMS
   */
  public static Cipherer of(Algorithm algorithm, SecretKeyBytes key, String keyId) {
    return switch (algorithm) {
      case AES256_GCM -> new CmsCipherer(key, keyId, GcmMode.BULK);
      case AES256_CBC -> new CbcCipherer(key, keyId);
      case GPG -> new GpgCipherer(key, keyId);
      case NONE -> none();
    };
  }

  /**
   * For messages of a few KiB: loads no native library, and GCM messages are authenticated when
   * read.
   */
  static Cipherer small(Algorithm algorithm, SecretKeyBytes key, String keyId) {
    return algorithm == Algorithm.AES256_GCM
        ? new CmsCipherer(key, keyId, GcmMode.SMALL)
        : of(algorithm, key, keyId);
  }

  /** Passes bytes through as they are. */
  public static Cipherer none() {
    return new PassThrough();
  }

  private static final class PassThrough implements Cipherer {
    @Override
    public OutputStream seal(OutputStream sink) {
      return new PassedThrough(sink);
    }

    @Override
    public InputStream open(InputStream stored) {
      return stored;
    }
  }
}
