package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.BEROctetStringGenerator;
import org.bouncycastle.asn1.BERSequenceGenerator;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KEKIdentifier;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Writes one AuthEnvelopedData in BER, so that nothing need be known of the content's length. */
final class CmsWriter {
  private final BERSequenceGenerator contentInfo;
  private final BERSequenceGenerator envelope;
  private final BERSequenceGenerator encryptedContentInfo;
  private final OutputStream octets;
  private final CipherOutput content;

  CmsWriter(OutputStream sink, SecretKeyBytes key, String keyId, GcmMode mode) throws IOException {
    byte[] contentKey = CryptoProviders.random(SecretKeyBytes.LENGTH);
    byte[] nonce = CryptoProviders.random(GcmMode.NONCE_LENGTH);
    contentInfo = new BERSequenceGenerator(sink);
    contentInfo.addObject(CMSObjectIdentifiers.authEnvelopedData);
    envelope = new BERSequenceGenerator(contentInfo.getRawOutputStream(), 0, true);
    envelope.addObject(new ASN1Integer(0));
    envelope.addObject(new DERSet(recipient(key, keyId, contentKey)));
    encryptedContentInfo = new BERSequenceGenerator(envelope.getRawOutputStream());
    encryptedContentInfo.addObject(CMSObjectIdentifiers.data);
    encryptedContentInfo.addObject(algorithm(nonce));
    octets =
        new BEROctetStringGenerator(encryptedContentInfo.getRawOutputStream(), 0, false)
            .getOctetOutputStream(new byte[CipherOutput.PIECE]);
    content = new CipherOutput(encryptor(mode, contentKey, nonce), octets);
  }

  /** Where the plain content is written. */
  CipherOutput content() {
    return content;
  }

  /**
   * Ends the message.
   *
   * @param last the last of the ciphertext, then the tag
   */
  void end(byte[] last) throws IOException {
    int rest = last.length - GcmMode.TAG_LENGTH;
    octets.write(last, 0, rest);
    octets.close();
    encryptedContentInfo.close();
    envelope.addObject(new DEROctetString(Arrays.copyOfRange(last, rest, last.length)));
    envelope.close();
    contentInfo.close();
  }

  private static RecipientInfo recipient(SecretKeyBytes key, String keyId, byte[] contentKey) {
    KEKIdentifier id = new KEKIdentifier(keyId.getBytes(StandardCharsets.US_ASCII), null, null);
    AlgorithmIdentifier wrap = new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    byte[] wrapped = KeyWrap.wrap(key, contentKey);
    return new RecipientInfo(new KEKRecipientInfo(id, wrap, new DEROctetString(wrapped)));
  }

  private static AlgorithmIdentifier algorithm(byte[] nonce) {
    return new AlgorithmIdentifier(
        NISTObjectIdentifiers.id_aes256_GCM, new GCMParameters(nonce, GcmMode.TAG_LENGTH));
  }

  private static Cipher encryptor(GcmMode mode, byte[] key, byte[] nonce) {
    try {
      return mode.encryptor(key, nonce);
    } catch (GeneralSecurityException e) {
      throw CryptoProviders.missing(e);
    }
  }
}
