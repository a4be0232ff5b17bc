package io.bactrian.engine.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** restore.sh restores what docs/format.md describes, made by stock tools alone. */
class RestoreScriptTest {
  @TempDir Path temp;

  @BeforeEach
  void toolsAreThere() {
    Stock.require("dash", "bash", "tar", "gzip", "zstd", "openssl", "gpg");
  }

  static Stream<Arguments> everyAlgorithmAndFormat() {
    return Arrays.stream(Algorithm.values())
        .flatMap(
            algorithm ->
                Arrays.stream(ArchiveFormat.values())
                    .map(format -> Arguments.of(algorithm, format)));
  }

  @ParameterizedTest
  @MethodSource("everyAlgorithmAndFormat")
  void restore_twoRunsThatShareObjects_bothComeBackWhole(Algorithm algorithm, ArchiveFormat format)
      throws IOException {
    Path tree = StockTree.make(temp.resolve("tree"));
    StockBackup backup = new StockBackup(temp.resolve("repository"), algorithm, format);
    Path key = backup.keyFile(temp.resolve("key"));
    backup.backUp(StockBackup.FIRST, tree);
    String first = StockTree.describe(tree);
    StockTree.change(tree);
    backup.backUp(StockBackup.SECOND, tree);

    assertThat(Files.readString(backup.run(StockBackup.SECOND).resolve("STREAM")))
        .contains(" " + StockBackup.FIRST + "/data/");
    RestoreScript script = new RestoreScript(backup, algorithm.encrypts() ? key : null);
    assertThat(script.run(StockBackup.SECOND, temp.resolve("second")).text()).contains("Restored ");
    assertThat(script.run(StockBackup.FIRST, temp.resolve("first")).text()).contains("Restored ");
    assertThat(StockTree.describe(temp.resolve("second"))).isEqualTo(StockTree.describe(tree));
    assertThat(StockTree.describe(temp.resolve("first"))).isEqualTo(first);
    assertThat(RestoreScript.leftovers(temp)).isEmpty();
  }

  @Test
  void restore_keyInEachForm_opens() throws IOException {
    Path tree = StockTree.make(temp.resolve("tree"));
    StockBackup backup =
        new StockBackup(temp.resolve("repository"), Algorithm.AES256_GCM, ArchiveFormat.TAR_ZST);
    backup.backUp(StockBackup.FIRST, tree);
    byte[] raw = HexFormat.of().parseHex(backup.kek);
    List<byte[]> forms =
        List.of(
            raw,
            Base64.getEncoder().encode(raw),
            backup.kek.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    for (byte[] form : forms) {
      Path key = Files.write(temp.resolve("key"), form);
      Path target = temp.resolve("target" + form.length);
      assertThat(new RestoreScript(backup, key).run(StockBackup.FIRST, target).exit()).isZero();
      assertThat(target.resolve("big")).exists();
    }
  }

  @Test
  void restore_calledByPathIntoEmptyDirectoryWithOddName_works() throws IOException {
    Path tree = StockTree.make(temp.resolve("tree"));
    StockBackup backup =
        new StockBackup(
            temp.resolve("a repository $(x)"), Algorithm.AES256_CBC, ArchiveFormat.TAR_GZ);
    backup.keyFile(temp.resolve("key"));
    backup.backUp(StockBackup.FIRST, tree);
    Path target = Files.createDirectory(temp.resolve("-odd 'target"));

    Stock.Result result =
        Stock.run(
            new byte[0],
            temp,
            Map.of("KEY_FILE", "key"),
            List.of(
                "dash",
                backup.run(StockBackup.FIRST).resolve("restore.sh").toString(),
                "-odd 'target/"));

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(StockTree.describe(target)).isEqualTo(StockTree.describe(tree));
  }
}
