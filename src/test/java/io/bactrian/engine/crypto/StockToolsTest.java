package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup opens without us: what openssl and gpg, as installed, make of our messages. */
class StockToolsTest {
  private static final int[] LENGTHS = {0, 1, 65_535, 65_536, 65_537, 5 << 20};
  private static final String ID_HEX =
      HexFormat.of().formatHex(Messages.KEY_ID.getBytes(StandardCharsets.US_ASCII));

  @TempDir Path directory;

  @Test
  void opensslCms_ourMessages_opensThem() throws IOException {
    Tools.require("openssl");
    for (int length : LENGTHS) {
      byte[] content = Messages.bytes(length, length);
      Tools.Result result = cmsDecrypt(Messages.seal(cipherer(Algorithm.AES256_GCM), content));
      assertThat(result.ok()).as("%d bytes: %s", length, result.errors()).isTrue();
      assertThat(result.output()).isEqualTo(content);
    }
  }

  @Test
  void opensslCms_oneFlippedByte_refusesTheMessage() throws IOException {
    Tools.require("openssl");
    byte[] message = Messages.seal(cipherer(Algorithm.AES256_GCM), Messages.bytes(100_000, 1));
    for (int at : new int[] {70_000, message.length - 12}) {
      assertThat(cmsDecrypt(Messages.flipped(message, at)).ok()).isFalse();
    }
  }

  @Test
  void openCms_whatOpensslMade_isTheContent() throws IOException {
    Tools.require("openssl");
    byte[] content = Messages.bytes(300_000, 2);
    Path message = directory.resolve("theirs");
    for (List<String> form : List.of(List.<String>of(), List.of("-stream"))) {
      Tools.Result result = Tools.run(file(content), cmsEncrypt(message, form));
      assertThat(result.ok()).as(result.errors()).isTrue();
      byte[] theirs = Files.readAllBytes(message);
      assertThat(Messages.open(cipherer(Algorithm.AES256_GCM), theirs)).isEqualTo(content);
    }
  }

  @Test
  void opensslEnc_ourMessagesPastTwentyBytes_opensThem() throws IOException {
    Tools.require("openssl");
    for (int length : LENGTHS) {
      byte[] content = Messages.bytes(length, length);
      byte[] message = Messages.seal(cipherer(Algorithm.AES256_CBC), content);
      assertThat(Arrays.copyOf(message, 4)).containsExactly(0, 0, 0, 16);
      String iv = HexFormat.of().formatHex(message, 4, 20);
      List<String> command =
          List.of("openssl", "enc", "-d", "-aes-256-cbc", "-K", Messages.KEY.hex(), "-iv", iv);
      Tools.Result result =
          Tools.run(file(Arrays.copyOfRange(message, 20, message.length)), command);
      assertThat(result.ok()).as(result.errors()).isTrue();
      assertThat(result.output()).isEqualTo(content);
    }
  }

  @Test
  void gpg_ourMessages_opensThem() throws IOException {
    Tools.require("gpg", "sh");
    for (int length : LENGTHS) {
      byte[] content = Messages.bytes(length, length);
      Tools.Result result = gpg("--decrypt", Messages.seal(cipherer(Algorithm.GPG), content));
      assertThat(result.ok()).as("%d bytes: %s", length, result.errors()).isTrue();
      assertThat(result.output()).isEqualTo(content);
    }
  }

  @Test
  void gpg_oneFlippedByte_refusesTheMessage() throws IOException {
    Tools.require("gpg", "sh");
    byte[] message = Messages.seal(cipherer(Algorithm.GPG), Messages.bytes(100_000, 1));
    assertThat(gpg("--decrypt", Messages.flipped(message, 70_000)).ok()).isFalse();
  }

  /**
   * The most, which gpg takes on a fast machine; it would start an agent for seconds to find out.
   */
  private static final String COUNT = "--s2k-count 65011712";

  @Test
  void openGpg_whatGpgMade_isTheContent() throws IOException {
    Tools.require("gpg", "sh");
    byte[] content = new byte[300_000];
    for (String compress : List.of("0", "6")) {
      Tools.Result made =
          gpg(
              "--symmetric --cipher-algo AES256 " + COUNT + " --compress-level " + compress,
              content);
      assertThat(made.ok()).as(made.errors()).isTrue();
      assertThat(Messages.open(cipherer(Algorithm.GPG), made.output())).isEqualTo(content);
    }
  }

  private Tools.Result cmsDecrypt(byte[] message) throws IOException {
    return Tools.run(
        file(message),
        List.of(
            "openssl",
            "cms",
            "-decrypt",
            "-binary",
            "-inform",
            "DER",
            "-secretkey",
            Messages.KEY.hex(),
            "-secretkeyid",
            ID_HEX));
  }

  private static List<String> cmsEncrypt(Path out, List<String> form) {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "cms", "-encrypt", "-binary", "-aes-256-gcm", "-outform", "DER"));
    command.addAll(List.of("-secretkey", Messages.KEY.hex(), "-secretkeyid", ID_HEX));
    command.addAll(form);
    command.addAll(List.of("-out", out.toString()));
    return command;
  }

  private Tools.Result gpg(String action, byte[] input) throws IOException {
    Path passphrase = directory.resolve("passphrase");
    Files.writeString(passphrase, Messages.KEY.hex());
    Path home = Files.createDirectories(directory.resolve("home"));
    String command =
        "chmod 700 \"$1\"; exec gpg --homedir \"$1\" --batch --quiet --no-permission-warning"
            + " --pinentry-mode loopback --passphrase-fd 3 "
            + action
            + " 3<\"$2\"";
    return Tools.run(
        file(input), List.of("sh", "-c", command, "gpg", home.toString(), passphrase.toString()));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("input"), content);
  }

  private static Cipherer cipherer(Algorithm algorithm) {
    return Ciphers.of(algorithm, Messages.KEY, Messages.KEY_ID);
  }
}
