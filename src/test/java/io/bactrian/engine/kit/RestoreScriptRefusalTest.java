package io.bactrian.engine.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** restore.sh refuses whatever is not as it was written, and leaves nothing at the target. */
class RestoreScriptRefusalTest {
  @TempDir Path temp;
  private StockBackup backup;
  private Path key;

  @BeforeEach
  void toolsAreThere() {
    Stock.require("dash", "bash", "tar", "gzip", "zstd", "openssl", "gpg");
  }

  private void make(Algorithm algorithm) throws IOException {
    Path tree = StockTree.make(temp.resolve("tree"));
    backup = new StockBackup(temp.resolve("repository"), algorithm, ArchiveFormat.TAR_ZST);
    key = algorithm.encrypts() ? backup.keyFile(temp.resolve("key")) : null;
    backup.backUp(StockBackup.FIRST, tree);
    StockTree.change(tree);
    backup.backUp(StockBackup.SECOND, tree);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void restore_oneFlippedBitAnywhere_writesNothing(Algorithm algorithm) throws IOException {
    make(algorithm);
    for (Path file : whatTheRunNeeds()) {
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[whereItMatters(file, good.length)] ^= 1;
      Files.write(file, bad);
      refused(1, null);
      Files.write(file, good);
    }
    assertThat(new RestoreScript(backup, key).run(StockBackup.SECOND, temp.resolve("good")).exit())
        .isZero();
  }

  /**
   * A wrapped key is covered by no hash; some bits of its envelope mean nothing. Those of its
   * content do.
   */
  private static int whereItMatters(Path file, int length) {
    return file.getParent().endsWith("keys") ? length - 20 : length / 2;
  }

  private List<Path> whatTheRunNeeds() throws IOException {
    Path run = backup.run(StockBackup.SECOND);
    Stream<Path> objects =
        Files.readAllLines(run.resolve("SHA256SUMS")).stream()
            .map(line -> run.resolve(line.substring(66)));
    Stream<Path> others = Stream.of("STREAM", "SHA256SUMS", "manifest.json").map(run::resolve);
    Path keys = backup.home().resolve("keys");
    try (Stream<Path> wrapped = Files.exists(keys) ? Files.list(keys) : Stream.empty()) {
      List<String> used = Files.readAllLines(run.resolve("STREAM"));
      Stream<Path> needed =
          wrapped.filter(
              file ->
                  used.stream()
                      .anyMatch(
                          line ->
                              file.getFileName()
                                  .toString()
                                  .startsWith(line.substring(0, line.indexOf(' ')))));
      return Stream.of(objects, others, needed).flatMap(files -> files).toList();
    }
  }

  @Test
  void restore_wrongKey_saysWhichKeyOpens() throws IOException {
    make(Algorithm.AES256_GCM);
    String kekId = StockCipher.kekId(backup.kek);
    Files.writeString(key, StockCipher.randomHex(32) + "\n");
    assertThat(refused(1, "wrong key").err()).contains(kekId).doesNotContain(backup.kek);
  }

  @Test
  void restore_keyFileThatIsNoKey_isUsage() throws IOException {
    make(Algorithm.AES256_GCM);
    for (String bad :
        List.of(
            "", "abc\n", "z".repeat(64) + "\n", backup.kek + backup.kek, backup.kek.substring(2))) {
      Files.writeString(key, bad);
      refused(2, "is not a key");
    }
    key = temp.resolve("no-such-key");
    refused(2, "cannot be read");
    key = null;
    refused(2, "KEY_FILE=");
  }

  @Test
  void restore_truncatedObject_namesIt() throws IOException {
    make(Algorithm.AES256_CBC);
    Path object = whatTheRunNeeds().get(0);
    Files.write(object, java.util.Arrays.copyOf(Files.readAllBytes(object), 40));
    refused(1, object.getFileName().toString());
  }

  @Test
  void restore_otherRunNotDownloaded_saysWhatToDownload() throws IOException {
    make(Algorithm.AES256_GCM);
    Stock.pipe(new byte[0], "rm", "-r", backup.run(StockBackup.FIRST).toString());
    assertThat(refused(1, "are missing: download").err())
        .contains("../" + StockBackup.FIRST + "/data/");
    Stock.pipe(new byte[0], "rm", "-r", backup.home().resolve("keys").toString());
    refused(1, "'keys' is missing");
  }

  @Test
  void restore_targetInUse_isUsage() throws IOException {
    make(Algorithm.NONE);
    Path full = Files.createDirectory(temp.resolve("full"));
    Files.writeString(full.resolve(".hidden"), "mine");
    Path file = Files.writeString(temp.resolve("file"), "mine");
    Path link = Files.createSymbolicLink(temp.resolve("link"), full);
    for (Path target : List.of(full, file, link, temp.resolve("no/such/parent"))) {
      Stock.Result result = new RestoreScript(backup, null).run(StockBackup.SECOND, target);
      assertThat(result.exit()).as(result.err()).isEqualTo(2);
      assertThat(result.err()).contains(target.toString());
    }
    assertThat(Files.readString(full.resolve(".hidden"))).isEqualTo("mine");
    assertThat(
            Stock.run(
                    new byte[0],
                    backup.run(StockBackup.SECOND),
                    Map.of(),
                    List.of("dash", "restore.sh"))
                .exit())
        .isEqualTo(2);
  }

  @Test
  void restore_manifestStrippedOfItsMac_isRefused() throws IOException {
    make(Algorithm.AES256_GCM);
    Path manifest = backup.run(StockBackup.SECOND).resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replaceFirst("\"mac\": \"[0-9a-f]+\"", "\"mac\": null"));
    refused(1, "has no MAC");
    String body =
        text.substring(0, text.indexOf("\n  \"sha256\"") + 1)
            .replace("\"algorithm\": \"aes256-gcm\"", "\"algorithm\": \"none\"");
    Files.writeString(
        manifest,
        body
            + "  \"sha256\": \""
            + StockCipher.sha256(body.getBytes(StandardCharsets.UTF_8))
            + "\",\n  \"mac\": null\n}\n");
    refused(1, "replaced the backup");
  }

  @Test
  void restore_manifestRewrittenWithoutTheKey_isForged() throws IOException {
    make(Algorithm.GPG);
    Path manifest = backup.run(StockBackup.SECOND).resolve("manifest.json");
    String text = Files.readString(manifest).replace("\"sequence\": 1", "\"sequence\": 9");
    String body = text.substring(0, text.indexOf("\n  \"sha256\"") + 1);
    String hash = StockCipher.sha256(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Files.writeString(
        manifest,
        text.replaceFirst("\n {2}\"sha256\": \"[0-9a-f]+\"", "\n  \"sha256\": \"" + hash + "\""));
    refused(1, "forged");
  }

  @Test
  void restore_signedManifestOfAnotherRunOrVersion_isRefused() throws IOException {
    make(Algorithm.AES256_GCM);
    new StockManifest(backup, StockBackup.SECOND)
        .resign("\"formatVersion\": 1", "\"formatVersion\": 2");
    refused(1, "format version '2'");
    new StockManifest(backup, StockBackup.SECOND)
        .resign("\"formatVersion\": 2", "\"formatVersion\": 1");
    Files.copy(
        backup.run(StockBackup.FIRST).resolve("manifest.json"),
        backup.run(StockBackup.SECOND).resolve("manifest.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refused(1, "belongs to the run");
  }

  @Test
  void restore_streamThatLies_isRefused() throws IOException {
    make(Algorithm.AES256_GCM);
    String good = Files.readString(backup.run(StockBackup.SECOND).resolve("STREAM"));
    String first = good.substring(0, good.indexOf('\n'));
    String[] field = first.split(" ");
    lie(good, good.replaceFirst("total ([0-9]+)", "total 1$1"), "the tar stream has");
    lie(good, good.replaceFirst("(total [0-9]+) ([0-9]+)", "$1 1$2"), "entries, and STREAM says");
    lie(good, good.replace(first, field[0] + " ../../etc/passwd 0 1"), "no extent");
    lie(good, good.replace(first, first + "; reboot"), "no extent");
    lie(
        good,
        good.replace(first, String.join(" ", field[0], StockBackup.FIRST + "/data/none", "0", "1")),
        "does not list");
    lie(
        good,
        good.replace(first, String.join(" ", field[0], field[1], field[2], "99999999")),
        "shorter");
    lie(good, good.substring(0, good.indexOf("total")), "line 'total'");
    lie(good, good.replace(first + "\n", ""), "failed");
  }

  /** Replaces STREAM, signs that as the key's owner could, and expects a refusal. */
  private void lie(String good, String bad, String sentence) throws IOException {
    assertThat(bad).isNotEqualTo(good);
    Path stream = backup.run(StockBackup.SECOND).resolve("STREAM");
    Files.writeString(stream, bad);
    sign(good, bad);
    refused(1, sentence);
    sign(bad, good);
  }

  private void sign(String before, String after) throws IOException {
    new StockManifest(backup, StockBackup.SECOND)
        .resign(
            StockCipher.sha256(before.getBytes(StandardCharsets.UTF_8)),
            StockCipher.sha256(after.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void restore_programMissing_namesThePackage() throws IOException {
    make(Algorithm.AES256_GCM);
    Path bin = Files.createDirectory(temp.resolve("bin"));
    for (String tool :
        List.of(
            "dirname",
            "basename",
            "ls",
            "mktemp",
            "sed",
            "head",
            "sha256sum",
            "cut",
            "grep",
            "rm",
            "chmod",
            "tar",
            "od",
            "dd",
            "tr",
            "comm",
            "base64")) {
      String real =
          Stock.run(new byte[0], null, Map.of(), List.of("sh", "-c", "command -v " + tool))
              .text()
              .strip();
      Files.createSymbolicLink(bin.resolve(tool), Path.of(real));
    }
    Map<String, String> poor = Map.of("KEY_FILE", key.toString(), "PATH", bin.toString());
    List<String> command =
        List.of("/usr/bin/dash", "restore.sh", temp.resolve("target").toString());
    Stock.Result result = Stock.run(new byte[0], backup.run(StockBackup.SECOND), poor, command);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("apt-get install zstd");
    Stock.pipe(new byte[0], "rm", "-r", bin.toString());
  }

  /** Expects an exit code and a sentence, and that nothing is at the target or beside it. */
  private Stock.Result refused(int exit, String sentence) throws IOException {
    Path target = temp.resolve("target");
    Stock.Result result = new RestoreScript(backup, key).run(StockBackup.SECOND, target);
    assertThat(result.exit()).as(result.text() + result.err()).isEqualTo(exit);
    assertThat(result.err()).contains("restore.sh: ").contains(sentence == null ? "" : sentence);
    assertThat(target).doesNotExist();
    assertThat(RestoreScript.leftovers(temp)).isEmpty();
    return result;
  }
}
