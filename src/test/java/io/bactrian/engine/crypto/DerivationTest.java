package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HKDF against RFC 5869, appendix A; ids and MACs against openssl. */
class DerivationTest {
  private static final HexFormat HEX = HexFormat.of();
  @TempDir Path directory;

  @Test
  void derive_rfc5869Case1_isItsOutput() {
    byte[] output =
        Hkdf.derive(
            HEX.parseHex("0b".repeat(22)),
            HEX.parseHex("000102030405060708090a0b0c"),
            HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
            42);
    assertThat(HEX.formatHex(output))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  }

  @Test
  void derive_rfc5869Case3NoSaltNoInfo_isItsOutput() {
    byte[] output = Hkdf.derive(HEX.parseHex("0b".repeat(22)), new byte[0], new byte[0], 42);
    assertThat(HEX.formatHex(output))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void manifestMac_otherKeyPlaceOrBytes_isAnotherMac() {
    byte[] bytes = "{\n".getBytes(StandardCharsets.UTF_8);
    String mac = ManifestMac.of(Messages.KEY, "default", "redis", bytes);
    assertThat(mac).matches("[0-9a-f]{64}");
    assertThat(ManifestMac.of(Messages.KEY, "default", "redis", bytes)).isEqualTo(mac);
    List.of(
            ManifestMac.of(Messages.OTHER, "default", "redis", bytes),
            ManifestMac.of(Messages.KEY, "other", "redis", bytes),
            ManifestMac.of(Messages.KEY, "default", "redis2", bytes),
            ManifestMac.of(Messages.KEY, "default", "redis", new byte[0]))
        .forEach(other -> assertThat(other).isNotEqualTo(mac));
  }

  @Test
  void manifestMac_computedByOpenssl_isTheSame() throws IOException {
    Tools.require("openssl");
    byte[] bytes = Messages.bytes(5_000, 1);
    String info = "info:bactrian-manifest default/redis";
    Tools.Result key =
        Tools.run(
            null,
            List.of(
                "openssl",
                "kdf",
                "-keylen",
                "32",
                "-kdfopt",
                "digest:SHA256",
                "-kdfopt",
                "hexkey:" + Messages.KEY.hex(),
                "-kdfopt",
                info,
                "-binary",
                "HKDF"));
    assertThat(key.ok()).as(key.errors()).isTrue();
    assertThat(hmac(key.output(), bytes))
        .isEqualTo(ManifestMac.of(Messages.KEY, "default", "redis", bytes));
  }

  @Test
  void kekId_computedByOpenssl_isTheSame() throws IOException {
    Tools.require("openssl");
    byte[] label = "bactrian-kek".getBytes(StandardCharsets.US_ASCII);
    assertThat(hmac(Messages.KEY.bytes(), label)).startsWith(Kek.id(Messages.KEY));
    assertThat(Kek.id(Messages.KEY)).hasSize(16);
  }

  private String hmac(byte[] key, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("content"), content);
    Tools.Result result =
        Tools.run(
            file,
            List.of(
                "openssl",
                "dgst",
                "-sha256",
                "-mac",
                "HMAC",
                "-macopt",
                "hexkey:" + HEX.formatHex(key),
                "-binary"));
    assertThat(result.ok()).as(result.errors()).isTrue();
    return HEX.formatHex(result.output());
  }
}
