package io.bactrian.engine.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Leaves backups in {@code target/kit-samples} for {@code .ci/bare-debian-restore --self-test},
 * which restores them where nothing but the named packages is installed.
 */
class KitSamplesTest {

  @ParameterizedTest
  @CsvSource({
    "AES256_GCM, TAR_ZST, zstd openssl",
    "AES256_CBC, TAR_ZST, zstd openssl",
    "GPG, TAR_GZ, gpg",
    "NONE, TAR, gpg"
  })
  void sample_forABareDebian_isLeftBehind(
      Algorithm algorithm, ArchiveFormat format, String packages) throws IOException {
    Stock.require("bash", "tar", "gzip", "zstd", "openssl", "gpg");
    Path sample = Path.of("target/kit-samples/" + algorithm.id()).toAbsolutePath();
    remove(sample);
    Files.createDirectories(sample);
    Path tree = StockTree.make(sample.resolve("tree"));
    StockBackup backup = new StockBackup(sample.resolve("repository"), algorithm, format);
    backup.backUp(StockBackup.FIRST, tree);
    StockTree.change(tree);
    backup.backUp(StockBackup.SECOND, tree);
    Files.move(backup.home(), sample.resolve("redis"));
    Files.writeString(sample.resolve("run"), StockBackup.SECOND);
    Files.writeString(sample.resolve("packages"), packages);
    if (algorithm.encrypts()) {
      backup.keyFile(sample.resolve("key"));
    }
    assertThat(sample.resolve("redis/" + StockBackup.SECOND + "/manifest.json")).exists();
    open(sample);
  }

  private static void remove(Path sample) throws IOException {
    if (Files.exists(sample)) {
      open(sample);
      Stock.pipe(new byte[0], "rm", "-rf", sample.toString());
    }
  }

  /** Who is not root removes nothing from a directory that is closed to him. */
  private static void open(Path sample) throws IOException {
    Stock.pipe(new byte[0], "chmod", "-R", "u+rwX", sample.toString());
  }
}
