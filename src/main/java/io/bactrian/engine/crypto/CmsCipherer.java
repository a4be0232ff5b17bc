package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * CMS AuthEnvelopedData (RFC 5083, RFC 5084) under AES-256-GCM: a fresh content key and nonce for
 * each message, the content key wrapped (RFC 3394) for one key-encryption recipient.
 */
final class CmsCipherer implements Cipherer {
  private final SecretKeyBytes key;
  private final String keyId;
  private final GcmMode mode;

  CmsCipherer(SecretKeyBytes key, String keyId, GcmMode mode) {
    this.key = key;
    this.keyId = keyId;
    this.mode = mode;
  }

  @Override
  public OutputStream seal(OutputStream sink) throws IOException {
    CmsWriter writer = new CmsWriter(sink, key, keyId, mode);
    return new SealedMessage(writer.content(), writer::end);
  }

  @Override
  public InputStream open(InputStream stored) throws IOException {
    return new CmsContent(stored, key, keyId, mode).begin();
  }
}
