package io.bactrian.engine.kit;

import io.bactrian.engine.crypto.Algorithm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts as docs/format.md says, by openssl and gpg alone. */
final class StockCipher {
  private static final SecureRandom RANDOM = new SecureRandom();

  private StockCipher() {}

  static String randomHex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  static byte[] seal(Algorithm algorithm, String key, String keyId, byte[] plain) {
    return switch (algorithm) {
      case AES256_GCM -> cms(key, keyId, plain);
      case AES256_CBC -> cbc(key, plain);
      case GPG -> gpg(key, plain);
      case NONE -> plain;
    };
  }

  private static byte[] cms(String key, String keyId, byte[] plain) {
    String id = HexFormat.of().formatHex(keyId.getBytes(StandardCharsets.US_ASCII));
    return Stock.pipe(
        plain,
        "openssl",
        "cms",
        "-encrypt",
        "-binary",
        "-outform",
        "DER",
        "-aes-256-gcm",
        "-secretkey",
        key,
        "-secretkeyid",
        id);
  }

  private static byte[] cbc(String key, byte[] plain) {
    String iv = randomHex(16);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("00000010" + iv));
    out.writeBytes(Stock.pipe(plain, "openssl", "enc", "-aes-256-cbc", "-K", key, "-iv", iv));
    return out.toByteArray();
  }

  private static byte[] gpg(String key, byte[] plain) {
    String command =
        "exec 3<<EOF\n"
            + key
            + "\nEOF\nexec gpg --batch --quiet --no-symkey-cache --pinentry-mode loopback"
            + " --passphrase-fd 3 --s2k-count 65536 --cipher-algo AES256 -z 0 --symmetric";
    return Stock.pipe(plain, "sh", "-c", command);
  }

  static String kekId(String kek) {
    return hmac(HexFormat.of().parseHex(kek), "bactrian-kek".getBytes(StandardCharsets.US_ASCII))
        .substring(0, 16);
  }

  static String manifestMac(String dataKey, String place, byte[] body) {
    byte[] extracted =
        HexFormat.of().parseHex(hmac(new byte[32], HexFormat.of().parseHex(dataKey)));
    byte[] info = ("bactrian-manifest " + place + "\u0001").getBytes(StandardCharsets.UTF_8);
    return hmac(HexFormat.of().parseHex(hmac(extracted, info)), body);
  }

  private static String hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
