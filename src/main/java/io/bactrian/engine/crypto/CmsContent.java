package io.bactrian.engine.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1OctetStringParser;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1SetParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.AuthEnvelopedDataParser;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.bouncycastle.asn1.cms.EncryptedContentInfoParser;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Reads one AuthEnvelopedData, BER or DER, piece by piece. */
final class CmsContent extends OpenedMessage {
  private final SecretKeyBytes key;
  private final String keyId;
  private final GcmMode mode;
  private final int limit;
  private AuthEnvelopedDataParser envelope;
  private DecipheredInput plain;

  CmsContent(InputStream stored, SecretKeyBytes key, String keyId, GcmMode mode) {
    super(stored, "CMS message under key " + keyId);
    this.key = key;
    this.keyId = keyId;
    this.mode = mode;
    this.limit =
        stored instanceof ByteArrayInputStream array ? array.available() : Integer.MAX_VALUE;
  }

  CmsContent begin() throws IOException {
    plain = guarded(this::parse);
    return this;
  }

  @Override
  protected int pull(byte[] target, int offset, int length)
      throws IOException, GeneralSecurityException {
    return plain.read(target, offset, length);
  }

  private DecipheredInput parse() throws IOException, GeneralSecurityException {
    envelope = envelope();
    byte[] contentKey = contentKey(envelope.getRecipientInfos());
    EncryptedContentInfoParser content = envelope.getAuthEncryptedContentInfo();
    byte[] nonce = nonce(content.getContentEncryptionAlgorithm());
    ASN1OctetStringParser octets =
        (ASN1OctetStringParser) content.getEncryptedContent(BERTags.OCTET_STRING);
    return new DecipheredInput(
        octets.getOctetStream(), mode.decryptor(contentKey, nonce), this::tag);
  }

  private AuthEnvelopedDataParser envelope() throws IOException {
    ASN1Encodable outer = new ASN1StreamParser(stored, limit).readObject();
    if (!(outer instanceof ASN1SequenceParser sequence)) {
      throw corrupt("no ASN.1 sequence");
    }
    ContentInfoParser info = new ContentInfoParser(sequence);
    if (!CMSObjectIdentifiers.authEnvelopedData.equals(info.getContentType())) {
      throw corrupt("no AuthEnvelopedData");
    }
    AuthEnvelopedDataParser parsed =
        new AuthEnvelopedDataParser((ASN1SequenceParser) info.getContent(BERTags.SEQUENCE));
    parsed.getOriginatorInfo();
    return parsed;
  }

  private byte[] contentKey(ASN1SetParser recipients) throws IOException {
    for (ASN1Encodable next = recipients.readObject(); next != null; ) {
      Optional<byte[]> found = contentKey(RecipientInfo.getInstance(next.toASN1Primitive()));
      if (found.isPresent()) {
        return found.get();
      }
      next = recipients.readObject();
    }
    throw WrongKey.of("key " + keyId + " does not open this CMS message");
  }

  private Optional<byte[]> contentKey(RecipientInfo recipient) {
    if (!(recipient.getInfo() instanceof KEKRecipientInfo info)) {
      return Optional.empty();
    }
    byte[] id = info.getKekid().getKeyIdentifier().getOctets();
    boolean ours = Arrays.equals(id, keyId.getBytes(StandardCharsets.US_ASCII));
    return ours ? KeyWrap.unwrap(key, info.getEncryptedKey().getOctets()) : Optional.empty();
  }

  private byte[] nonce(AlgorithmIdentifier algorithm) {
    if (!NISTObjectIdentifiers.id_aes256_GCM.equals(algorithm.getAlgorithm())) {
      throw corrupt("content not under AES-256-GCM");
    }
    GCMParameters parameters = GCMParameters.getInstance(algorithm.getParameters());
    if (parameters.getNonce().length != GcmMode.NONCE_LENGTH
        || parameters.getIcvLen() != GcmMode.TAG_LENGTH) {
      throw corrupt("nonce or tag of another length");
    }
    return parameters.getNonce();
  }

  /** The tag after the content; that it is there shows that the content is not cut short. */
  private byte[] tag() throws IOException {
    envelope.getAuthAttrs();
    byte[] tag = ((ASN1OctetString) envelope.getMac().toASN1Primitive()).getOctets();
    if (tag.length != GcmMode.TAG_LENGTH) {
      throw corrupt("no tag");
    }
    return tag;
  }
}
