package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.jcajce.JcaPGPObjectFactory;
import org.bouncycastle.openpgp.operator.jcajce.JcePBEDataDecryptorFactoryBuilder;

/** Reads one OpenPGP message under a passphrase; a compressed one, as gpg makes them, as well. */
final class GpgContent extends OpenedMessage {
  private final SecretKeyBytes key;
  private final String keyId;
  private PGPPBEEncryptedData encrypted;
  private InputStream literal;

  GpgContent(InputStream stored, SecretKeyBytes key, String keyId) {
    super(stored, "OpenPGP message under key " + keyId);
    this.key = key;
    this.keyId = keyId;
  }

  GpgContent begin() throws IOException {
    literal = guarded(this::parse);
    return this;
  }

  @Override
  protected int pull(byte[] target, int offset, int length)
      throws IOException, GeneralSecurityException {
    int count = literal.read(target, offset, length);
    if (count < 0 && !intact()) {
      throw corrupt("its integrity check fails");
    }
    return count;
  }

  private boolean intact() throws IOException {
    try {
      return encrypted.verify();
    } catch (PGPException e) {
      return false;
    }
  }

  private InputStream parse() throws IOException {
    Object packet = next(new JcaPGPObjectFactory(stored));
    if (!(packet instanceof PGPEncryptedDataList list)
        || list.isEmpty()
        || !(list.get(0) instanceof PGPPBEEncryptedData first)) {
      throw corrupt("not encrypted under a passphrase");
    }
    if (!first.isIntegrityProtected()) {
      throw corrupt("no integrity protection");
    }
    encrypted = first;
    return literal(decrypted(first));
  }

  private InputStream decrypted(PGPPBEEncryptedData data) {
    try {
      return data.getDataStream(
          new JcePBEDataDecryptorFactoryBuilder(GpgCipherer.digests())
              .build(key.hex().toCharArray()));
    } catch (PGPException e) {
      throw WrongKey.of("key " + keyId + " does not open this OpenPGP message");
    }
  }

  private InputStream literal(InputStream packets) throws IOException {
    Object packet = next(new JcaPGPObjectFactory(packets));
    if (packet instanceof PGPCompressedData compressed) {
      packet = next(new JcaPGPObjectFactory(decompressed(compressed)));
    }
    if (!(packet instanceof PGPLiteralData content)) {
      throw corrupt("no literal data in it");
    }
    return content.getInputStream();
  }

  private InputStream decompressed(PGPCompressedData compressed) {
    try {
      return compressed.getDataStream();
    } catch (PGPException e) {
      throw corrupt("compressed in an unknown way");
    }
  }

  private static Object next(JcaPGPObjectFactory packets) throws IOException {
    Object packet = packets.nextObject();
    while (packet instanceof PGPMarker) {
      packet = packets.nextObject();
    }
    return packet;
  }
}
