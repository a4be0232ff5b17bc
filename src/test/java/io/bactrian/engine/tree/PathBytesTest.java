package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathBytesTest {
  @TempDir Path dir;

  @Property(tries = 500)
  void resolve_anyBytes_givesThemBack(@ForAll("names") byte[] name) {
    Path path = PathBytes.resolve(Path.of("some/root"), PathBytes.join(bytes("dir"), name));
    assertThat(PathBytes.nameOf(path)).isEqualTo(name);
    assertThat(path.startsWith("some/root/dir")).isTrue();
  }

  @Provide
  Arbitrary<byte[]> names() {
    return Arbitraries.bytes()
        .filter(b -> b != 0 && b != '/')
        .array(byte[].class)
        .ofMinSize(1)
        .ofMaxSize(40)
        .filter(name -> !isDots(name));
  }

  @Test
  void resolve_hostileNames_areTheNamesTheSystemSees() throws Exception {
    for (byte[] name : Samples.HOSTILE_NAMES) {
      Files.createFile(PathBytes.resolve(dir, name));
    }
    byte[] found = Samples.run("find", dir.toString(), "-type", "f", "-printf", "%f\\0");
    assertThat(Samples.zeroTerminated(found).stream().map(Samples::hex))
        .containsExactlyInAnyOrderElementsOf(
            Samples.HOSTILE_NAMES.stream().map(Samples::hex).toList());
  }

  @Test
  void nameOf_directoryOfUndecodableName_hasNoSlashAtItsEnd() throws Exception {
    byte[] name = {'d', (byte) 0xff};
    Path made = Files.createDirectory(PathBytes.resolve(dir, name));
    assertThat(PathBytes.nameOf(made)).isEqualTo(name);
  }

  @Test
  void of_linkTargets_areExact() throws Exception {
    byte[] odd = {'.', '.', '/', (byte) 0xe9, '/'};
    Path link = dir.resolve("link");
    Samples.run("sh", "-c", "ln -s \"$(printf '../\\351/')\" '" + link + "'");
    assertThat(PathBytes.of(Files.readSymbolicLink(link))).isEqualTo(odd);
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("/etc/../etc"));
    assertThat(PathBytes.of(Files.readSymbolicLink(link))).isEqualTo(bytes("/etc/../etc"));
  }

  @Test
  void resolve_nulByte_isRefused() {
    byte[] ascii = {'a', 0, 'b'};
    byte[] other = {(byte) 0xff, 0};
    assertThatThrownBy(() -> PathBytes.resolve(dir, ascii))
        .isInstanceOf(InvalidPathException.class);
    assertThatThrownBy(() -> PathBytes.resolve(dir, other))
        .isInstanceOf(InvalidPathException.class);
  }

  @Test
  void join_emptyDirectory_isTheName() {
    assertThat(PathBytes.join(new byte[0], bytes("a"))).isEqualTo(bytes("a"));
    assertThat(PathBytes.resolve(dir, new byte[0])).isEqualTo(dir);
  }

  private static boolean isDots(byte[] name) {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    return text.equals(".") || text.equals("..");
  }

  private static byte[] bytes(String text) {
    return Samples.bytes(text);
  }
}
