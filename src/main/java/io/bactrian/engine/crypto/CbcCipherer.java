package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-CBC as camel-crypto lays it out with an inline IV and no MAC: the IV's length in four
 * bytes, the IV, the ciphertext. A wrong key shows only at the end of the message, and once in some
 * 256 times not at all: the manifest's MAC and the objects' hashes are what protects.
 */
final class CbcCipherer implements Cipherer {
  private static final int IV_LENGTH = 16;
  private final SecretKeyBytes key;
  private final String keyId;

  CbcCipherer(SecretKeyBytes key, String keyId) {
    this.key = key;
    this.keyId = keyId;
  }

  @Override
  public OutputStream seal(OutputStream sink) throws IOException {
    byte[] iv = CryptoProviders.random(IV_LENGTH);
    sink.write(ByteBuffer.allocate(4 + IV_LENGTH).putInt(IV_LENGTH).put(iv).array());
    return new SealedMessage(new CipherOutput(cipher(Cipher.ENCRYPT_MODE, iv), sink), sink::write);
  }

  @Override
  public InputStream open(InputStream stored) throws IOException {
    return new Content(stored).begin();
  }

  private Cipher cipher(int mode, byte[] iv) {
    try {
      Cipher cipher = CryptoProviders.jdk("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new IvParameterSpec(iv));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw CryptoProviders.missing(e);
    }
  }

  private final class Content extends OpenedMessage {
    private DecipheredInput plain;

    Content(InputStream stored) {
      super(stored, "aes256-cbc message under key " + keyId);
    }

    Content begin() throws IOException {
      byte[] head = guarded(() -> stored.readNBytes(4 + IV_LENGTH));
      if (head.length < 4 + IV_LENGTH || ByteBuffer.wrap(head).getInt() != IV_LENGTH) {
        throw corrupt("no IV of " + IV_LENGTH + " bytes in front");
      }
      guarded(this::requireContent);
      byte[] iv = Arrays.copyOfRange(head, 4, head.length);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, iv);
      plain = new DecipheredInput(stored, new MessageDecryptor(cipher, false, 0), () -> null);
      return this;
    }

    /** Even nothing is padded to one block; the cipher itself lets no block at all pass. */
    private Void requireContent() throws IOException {
      stored.mark(1);
      if (stored.read() < 0) {
        throw corrupt("no ciphertext");
      }
      stored.reset();
      return null;
    }

    @Override
    protected int pull(byte[] target, int offset, int length)
        throws IOException, GeneralSecurityException {
      try {
        return plain.read(target, offset, length);
      } catch (BadPaddingException e) {
        throw WrongKey.of("key " + keyId + " does not open this aes256-cbc message");
      }
    }
  }
}
