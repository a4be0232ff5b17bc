package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  @TempDir Path directory;

  @Test
  void read_everyFormOfOneKey_isThatKey() throws IOException {
    String hex = Messages.KEY.hex();
    String base64 = Base64.getEncoder().encodeToString(Messages.KEY.bytes());
    for (String text : new String[] {hex, hex + "\n", hex + "\r\n", base64, base64 + "\n"}) {
      assertThat(KeyFile.read(file(text))).isEqualTo(Messages.KEY);
    }
    assertThat(KeyFile.read(file(hex.toUpperCase(Locale.ROOT)))).isEqualTo(Messages.KEY);
    Path raw = Files.write(directory.resolve("raw"), Messages.KEY.bytes());
    assertThat(KeyFile.read(raw)).isEqualTo(Messages.KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 43, 45, 63, 65, 66, 67, 127})
  void read_otherLength_isUsageThatNamesFileAndLength(int length) throws IOException {
    Path file = file("e".repeat(length));
    Failure failure = Messages.failure(() -> KeyFile.read(file), FailureClass.USAGE);
    assertThat(failure).hasMessageContaining(file.toString());
    assertThat(failure).hasMessageContaining("(" + length + " bytes)");
    assertThat(failure.hint())
        .hasValueSatisfying(hint -> assertThat(hint).contains("bactrian keys generate"));
  }

  @Test
  void read_rightLengthButNoKey_isUsageAndQuotesNothing() throws IOException {
    for (String text : new String[] {"secret-" + "z".repeat(57), "secret!" + "z".repeat(37)}) {
      Path file = file(text);
      Failure failure = Messages.failure(() -> KeyFile.read(file), FailureClass.USAGE);
      assertThat(failure.getMessage() + failure.hint()).doesNotContain("secret", "zzz");
    }
  }

  @Test
  void read_hugeFile_isUsageWithoutReadingIt() throws IOException {
    Path file = file("z".repeat(1 << 20));
    Failure failure = Messages.failure(() -> KeyFile.read(file), FailureClass.USAGE);
    assertThat(failure).hasMessageContaining("128 bytes or more");
  }

  @Test
  void read_noFileOrADirectory_isUsage() {
    Path missing = directory.resolve("missing");
    Failure failure = Messages.failure(() -> KeyFile.read(missing), FailureClass.USAGE);
    assertThat(failure.hint())
        .hasValueSatisfying(hint -> assertThat(hint).endsWith("generate --out " + missing));
    Messages.failure(() -> KeyFile.read(directory), FailureClass.USAGE);
  }

  @Test
  void generate_newFile_isOwnersAloneAndReadsBack() throws IOException {
    Path file = directory.resolve("key");
    SecretKeyBytes key = KeyFile.generate(file);
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(KeyFile.read(file)).isEqualTo(key);
    assertThat(KeyFile.generate(directory.resolve("another"))).isNotEqualTo(key);
  }

  @Test
  void generate_fileExists_isUsageAndLeavesItAlone() throws IOException {
    Path file = file("mine");
    Messages.failure(() -> KeyFile.generate(file), FailureClass.USAGE);
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void generate_noSuchDirectory_isUsage() {
    Path file = directory.resolve("none/key");
    Messages.failure(() -> KeyFile.generate(file), FailureClass.USAGE);
  }

  private Path file(String text) throws IOException {
    return Files.write(directory.resolve("file"), text.getBytes(StandardCharsets.UTF_8));
  }
}
