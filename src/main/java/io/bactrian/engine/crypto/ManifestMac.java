package io.bactrian.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The MAC that ties a manifest to its key and its place; docs/format.md section 5. */
public final class ManifestMac {
  private ManifestMac() {}

  /**
   * @param covered every byte of the manifest before its "sha256" member
   * @return 64 lower-case hex digits
   */
  public static String of(SecretKeyBytes dataKey, String namespace, String name, byte[] covered) {
    String info = "bactrian-manifest " + namespace + "/" + name;
    byte[] key =
        Hkdf.derive(
            dataKey.bytes(),
            new byte[0],
            info.getBytes(StandardCharsets.UTF_8),
            SecretKeyBytes.LENGTH);
    return HexFormat.of().formatHex(CryptoProviders.hmacSha256(key).doFinal(covered));
  }
}
