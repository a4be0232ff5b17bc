package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {
  private static final byte[] PATH = Samples.bytes("f");

  @TempDir Path dir;

  @Test
  void read_anyRange_givesItsBytes() throws Exception {
    byte[] content = new byte[1_000_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(dir.resolve("f"), content);
    try (SourceFile source = SourceFile.open(file, PATH)) {
      byte[] buffer = new byte[700_001];
      assertThat(source.read(5, buffer, 1, 700_000)).isEqualTo(700_000);
      assertThat(Arrays.equals(buffer, 1, 700_001, content, 5, 700_005)).isTrue();
      assertThat(source.read(999_990, buffer, 0, 100)).isEqualTo(10);
      assertThat(source.read(2_000_000, buffer, 0, 100)).isZero();
    }
  }

  @Test
  void open_whatIsNoFile_isVanished() throws Exception {
    Files.writeString(dir.resolve("f"), "x");
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("f"));
    Samples.run("mkfifo", dir.resolve("fifo").toString());
    assertVanished(link);
    assertVanished(dir.resolve("fifo"));
    assertVanished(dir.resolve("missing"));
    assertVanished(dir.resolve("f/below"));
    assertVanished(dir);
  }

  @Test
  void look_atAFileThatIsGone_isVanished_withItsPath() throws Exception {
    EntryReader reader = new EntryReader();
    Path file = Files.writeString(dir.resolve("f"), "x");
    assertThat(reader.read(file, PATH).size()).isEqualTo(1);
    Files.delete(file);
    assertThatThrownBy(() -> reader.read(file, PATH))
        .isInstanceOf(Vanished.class)
        .hasMessage("vanished: " + new String(PATH, StandardCharsets.UTF_8));
  }

  private void assertVanished(Path file) {
    assertThatThrownBy(() -> SourceFile.open(file, PATH).close()).isInstanceOf(Vanished.class);
  }
}
