package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Tools;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message of any size passes through a small heap, both ways, in a JVM of its own. */
class BoundedMemoryTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"aes256-gcm,corretto", "aes256-gcm,jdk", "aes256-cbc,jdk", "gpg,jdk"})
  void sealAndOpen_96MiBAt32MiBHeap_works(String algorithm, String provider) {
    Tools.Result result =
        Tools.run(
            null,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-D" + Corretto.PROPERTY + "=" + provider,
                "-cp",
                System.getProperty("java.class.path"),
                BoundedMemoryTest.class.getName(),
                algorithm,
                "96",
                directory.resolve("message").toString()));
    assertThat(result.ok()).as(result.errors()).isTrue();
  }

  /** Arguments: algorithm, MiB, file for the message. */
  public static void main(String[] arguments) throws IOException {
    Cipherer cipherer = Ciphers.of(Algorithm.of(arguments[0]), Messages.KEY, Messages.KEY_ID);
    int mebibytes = Integer.parseInt(arguments[1]);
    Path file = Path.of(arguments[2]);
    byte[] content = Messages.bytes(1 << 20, 1);
    try (OutputStream sink = Files.newOutputStream(file);
        OutputStream out = cipherer.seal(sink)) {
      for (int i = 0; i < mebibytes; i++) {
        out.write(content);
      }
    }
    try (InputStream in =
        cipherer.open(new BufferedInputStream(Files.newInputStream(file), 64 << 10))) {
      for (int i = 0; i < mebibytes; i++) {
        if (!Arrays.equals(content, in.readNBytes(content.length))) {
          throw new IOException("MiB " + i + " differs");
        }
      }
      if (in.read() >= 0) {
        throw new IOException("longer than what was sealed");
      }
    }
  }
}
