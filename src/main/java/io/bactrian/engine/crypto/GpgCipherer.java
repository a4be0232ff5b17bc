package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Date;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPDigestCalculatorProviderBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcePGPDataEncryptorBuilder;

/**
 * OpenPGP symmetric AES-256 with integrity protection (SEIPD version 1); the passphrase is the
 * key's 64 hex digits. Those are 256 bits of randomness, so stretching them buys nothing and is
 * kept at its least (1,024 bytes hashed).
 */
final class GpgCipherer implements Cipherer {
  private static final int LEAST_STRETCHING = 0;
  private final SecretKeyBytes key;
  private final String keyId;

  GpgCipherer(SecretKeyBytes key, String keyId) {
    this.key = key;
    this.keyId = keyId;
  }

  @Override
  public OutputStream seal(OutputStream sink) throws IOException {
    PGPEncryptedDataGenerator encryption =
        new PGPEncryptedDataGenerator(
            new JcePGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true)
                .setSecureRandom(CryptoProviders.random()));
    try {
      encryption.addMethod(
          new JcePBEKeyEncryptionMethodGenerator(
                  key.hex().toCharArray(),
                  digests().get(HashAlgorithmTags.SHA256),
                  LEAST_STRETCHING)
              .setSecureRandom(CryptoProviders.random()));
      OutputStream encrypted =
          encryption.open(new PassedThrough(sink), new byte[CipherOutput.PIECE]);
      return new Sealed(encrypted);
    } catch (PGPException e) {
      throw new IllegalStateException("OpenPGP encryption is not to be had", e);
    }
  }

  @Override
  public InputStream open(InputStream stored) throws IOException {
    return new GpgContent(stored, key, keyId).begin();
  }

  static PGPDigestCalculatorProvider digests() throws PGPException {
    return new JcaPGPDigestCalculatorProviderBuilder().build();
  }

  /** The literal data packet inside the encrypted one; closing ends both. */
  private static final class Sealed extends OutputStream {
    private final OutputStream encrypted;
    private final OutputStream literal;
    private boolean closed;

    Sealed(OutputStream encrypted) throws IOException {
      this.encrypted = encrypted;
      this.literal =
          new PGPLiteralDataGenerator()
              .open(
                  encrypted, PGPLiteralData.BINARY, "", new Date(0), new byte[CipherOutput.PIECE]);
    }

    @Override
    public void write(int b) throws IOException {
      literal.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      literal.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        literal.close();
        encrypted.close();
      }
    }
  }
}
