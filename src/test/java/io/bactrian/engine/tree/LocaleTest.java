package io.bactrian.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same names in every locale, and what another user may not read. */
class LocaleTest {
  @TempDir Path root;
  @TempDir Path spool;

  @BeforeEach
  void tree() throws Exception {
    for (byte[] name : Samples.HOSTILE_NAMES) {
      Path directory = Files.createDirectory(PathBytes.resolve(root, name));
      Files.write(PathBytes.resolve(directory, name), name);
    }
    Samples.run("sh", "-c", "cd '" + root + "' && ln -s \"$(printf 'caf\\303\\251/\\377')\" zz");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8", "POSIX"})
  void walk_anyLocale_theSameBytes(String locale) throws Exception {
    List<String> expected =
        Samples.walk(root, spool).stream()
            .map(e -> Samples.hex(e.path()) + " " + Samples.hex(e.link()))
            .toList();
    List<String> printed = probe(locale, root, List.of(), 0);
    assertThat(printed.get(0))
        .isEqualTo("encoding " + (locale.equals("C.UTF-8") ? "UTF-8" : "ANSI_X3.4-1968"));
    assertThat(printed.subList(1, printed.size())).containsExactlyElementsOf(expected);
    assertThat(printed).contains("7a7a 636166c3a92fff");
  }

  @Test
  void walk_asAUserWhoMayNotReadIt_failsAndNamesIt() throws Exception {
    Path open = Files.createDirectory(root.resolve("open"));
    Path closed = Files.createDirectory(open.resolve("closed"));
    Files.createFile(closed.resolve("inside"));
    assumeThat(Stat.of(root).uid()).as("runs as root").isZero();
    assumeThat(Path.of("/usr/bin/setpriv")).exists();
    Samples.run("chmod", "755", root.toString());
    for (String mode : List.of("700", "744")) {
      Samples.run("chmod", mode, closed.toString());
      List<String> setpriv =
          List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
      List<String> printed = probe("C.UTF-8", open, setpriv, 3);
      assertThat(printed.get(printed.size() - 1))
          .startsWith("UNREADABLE cannot read '" + closed)
          .endsWith("permission denied");
    }
  }

  private List<String> probe(String locale, Path tree, List<String> wrapper, int exitCode)
      throws Exception {
    List<String> command = new ArrayList<>(wrapper);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TreeProbe.class.getName(), tree.toString(), spool.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", locale);
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
    return output.lines().toList();
  }
}
