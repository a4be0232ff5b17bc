package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Reads what a store says, and compares it with what was sent. */
final class Receipts {
  private Receipts() {}

  /** Of a put: empty if the store said too little to compare. */
  static Optional<Receipt> of(String key, Exchange answer) {
    Object length = answer.getVariable(StoreVariables.RECEIPT_LENGTH);
    String sha256 = hex(answer.getVariable(StoreVariables.RECEIPT_SHA256));
    if (length == null && sha256 != null) {
      // A store that hashed every byte and found the sum it was given holds that many bytes.
      length = answer.getVariable(StoreVariables.LENGTH);
    }
    return length == null
        ? Optional.empty()
        : Optional.of(new Receipt(key, number(length), sha256));
  }

  /** Of a head: empty if there is no such object. */
  static Optional<Receipt> ofHead(String key, Exchange answer) {
    return Optional.ofNullable(answer.getVariable(StoreVariables.RECEIPT_LENGTH))
        .map(
            length ->
                new Receipt(
                    key, number(length), hex(answer.getVariable(StoreVariables.RECEIPT_SHA256))));
  }

  /** The stream of a get, which must give exactly what was asked for. */
  static InputStream stream(String key, Exchange answer, long asked) {
    if (!(answer.getProperty(StoreVariables.STREAM_PROPERTY) instanceof InputStream stream)) {
      throw Failure.usage(
          "get '" + key + "': the Kamelet gave no stream",
          "it must set the exchange property " + StoreVariables.STREAM_PROPERTY);
    }
    Object length = answer.getVariable(StoreVariables.RECEIPT_LENGTH);
    if (asked < 0 && length == null) {
      throw Failure.usage(
          "get '" + key + "': the Kamelet gave no length",
          "it must set the variable " + StoreVariables.RECEIPT_LENGTH);
    }
    if (asked >= 0 && length != null && number(length) > asked) {
      throw Failure.usage(
          "get '" + key + "': asked for " + asked + " bytes, the store gave " + number(length),
          "the Kamelet must honour the range");
    }
    return new ExactStream(stream, asked < 0 ? number(length) : asked, "'" + key + "'");
  }

  static long number(Object value) {
    return value instanceof Number number
        ? number.longValue()
        : Long.parseLong(String.valueOf(value).trim());
  }

  /** The same length, and the same checksum where the store has one. */
  static boolean same(Receipt sent, Receipt stored) {
    return sent.length() == stored.length()
        && (stored.checksum() == null || stored.checksum().equals(sent.checksum()));
  }

  static Failure shortWrite(Receipt sent, Receipt stored, String place) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "short write of '" + sent.key() + "' in " + place + ": " + difference(sent, stored),
        "the object was taken away again");
  }

  static Failure conflict(Receipt sent, Receipt stored, String place, Throwable cause) {
    return Failure.of(
        FailureClass.CONFLICT,
        "'"
            + sent.key()
            + "' in "
            + place
            + " exists with other content: "
            + difference(sent, stored),
        "somebody else wrote it; nothing was changed",
        cause);
  }

  static Failure vanished(Receipt sent, String place) {
    return Failure.of(
        FailureClass.TRANSIENT,
        "'" + sent.key() + "' in " + place + " was not there right after it was put",
        "does something else delete objects there?");
  }

  private static String difference(Receipt sent, Receipt stored) {
    return sent.length() == stored.length()
        ? "sent sha256 " + sent.checksum() + ", stored " + stored.checksum()
        : "sent " + sent.length() + " bytes, stored " + stored.length();
  }

  /** Reads a whole object for its checksum; only where the store has none of its own. */
  static String hash(ObjectStore store, String key) {
    try (InputStream in = store.get(key, 0, -1)) {
      MessageDigest sha256 = sha256();
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (IOException e) {
      throw StoreErrors.transientFailure("reading '" + key + "'", e.getMessage(), null, e);
    }
  }

  static String hash(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  static String requireHex(String sha256) {
    if (sha256.length() != 64) {
      throw new IllegalArgumentException("not the hex of a SHA-256: " + sha256);
    }
    return sha256;
  }

  static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /**
   * Null where it is no SHA-256 of the whole object, such as the composite one of a multipart
   * upload.
   */
  private static String hex(Object value) {
    String text = value == null ? "" : value.toString();
    return switch (text.length()) {
      case 64 -> text;
      case 44 -> HexFormat.of().formatHex(Base64.getDecoder().decode(text));
      default -> null;
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
