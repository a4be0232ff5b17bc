package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import io.bactrian.testing.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A backup made by the first version of format 1, kept as it was: every later program, and the
 * restore.sh that lies in it, must restore it. Made by {@link #make}, once a released version.
 */
class GoldenBackupTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/v1");
  private static final Path KEY = GOLDEN.resolve("key");

  /** Name of the backup, algorithm, format. */
  static Stream<String> names() {
    return Stream.of(
        "aes256-gcm-tar.zst",
        "aes256-gcm-tar.gz",
        "aes256-cbc-tar.zst",
        "aes256-cbc-tar.gz",
        "gpg-tar.zst",
        "gpg-tar.gz",
        "none-tar.zst",
        "none-tar.gz",
        "none-tar");
  }

  @TempDir Path place;

  @ParameterizedTest
  @MethodSource("names")
  void restores(String name) throws IOException {
    Path repo = place.resolve("repo");
    copy(GOLDEN.resolve("repo"), repo);
    List<String> runs =
        Rig.children(repo.resolve("default").resolve(name)).stream()
            .filter(n -> n.matches("\\d{8}T.*"))
            .toList();
    assertThat(runs).hasSize(2);
    for (int i = 0; i < 2; i++) {
      String expected =
          Files.readString(GOLDEN.resolve("listing-" + (i + 1)), StandardCharsets.ISO_8859_1);
      Path ours = place.resolve("ours-" + i);
      run(repo, name, "verify", runs.get(i), "--read-data");
      run(repo, name, "restore", runs.get(i), "--to", ours.toString());
      assertThat(withoutOwners(ours)).isEqualTo(expected);
      Path kit = place.resolve("kit-" + i);
      Tools.Result result =
          Tools.run(
              null,
              List.of(
                  "env",
                  name.startsWith("none") ? "UNUSED=" : "KEY_FILE=" + KEY.toAbsolutePath(),
                  "sh",
                  repo.resolve("default")
                      .resolve(name)
                      .resolve(runs.get(i))
                      .resolve("restore.sh")
                      .toString(),
                  kit.toString()));
      assertThat(result.ok()).as(result.errors()).isTrue();
      assertThat(withoutOwners(kit)).isEqualTo(expected);
    }
  }

  @Test
  void nextVersionCanGoOnFromIt() throws IOException {
    Path repo = place.resolve("repo");
    copy(GOLDEN.resolve("repo"), repo);
    Path source = Files.createDirectory(place.resolve("source"));
    makeTree(source);
    changeTree(source);
    Cli.Result result = run(repo, "aes256-gcm-tar.zst", "backup", source.toString());
    assertThat(result.json().path("bytesReused").asLong()).as("%s", result.out()).isPositive();
    Path target = place.resolve("target");
    run(repo, "aes256-gcm-tar.zst", "restore", "latest", "--to", target.toString());
    assertThat(withoutOwners(target))
        .isEqualTo(Files.readString(GOLDEN.resolve("listing-2"), StandardCharsets.ISO_8859_1));
  }

  /**
   * {@code -Dtest.groups=golden-maker -Dtest.excluded.groups=}: only for a new format version, and
   * only into a new directory.
   */
  @Test
  @Tag("golden-maker")
  void make() throws IOException {
    Files.createDirectories(GOLDEN);
    Files.writeString(KEY, Rig.HEX + "\n");
    Path repo = GOLDEN.resolve("repo");
    Path source = Files.createDirectory(place.resolve("source"));
    makeTree(source);
    Files.writeString(
        GOLDEN.resolve("listing-1"), withoutOwners(source), StandardCharsets.ISO_8859_1);
    for (String name : names().toList()) {
      backup(repo, name, source);
    }
    changeTree(source);
    Files.writeString(
        GOLDEN.resolve("listing-2"), withoutOwners(source), StandardCharsets.ISO_8859_1);
    for (String name : names().toList()) {
      backup(repo, name, source);
      Tools.run(
          null,
          List.of("rm", "-rf", repo.resolve("default").resolve(name).resolve("lock").toString()));
    }
  }

  private static void backup(Path repo, String name, Path source) {
    String[] words = {"backup", source.toString(), "--format", name.replaceFirst(".*-", "")};
    String[] packing =
        name.startsWith("none")
            ? new String[] {"--no-encryption"}
            : new String[] {"--algorithm", name.replaceFirst("-tar.*", "")};
    run(
        repo,
        name,
        Stream.concat(Arrays.stream(words), Arrays.stream(packing)).toArray(String[]::new));
  }

  private static Cli.Result run(Path repo, String name, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--repo", repo.toString(), "--name", name, "--output", "json", "--log-level", "error"));
    if (!name.startsWith("none")) {
      all.addAll(List.of("--key-file", KEY.toString()));
    }
    return Rig.runWords(all.toArray(String[]::new)).requireExit(0);
  }

  private static void makeTree(Path source) throws IOException {
    Files.createDirectories(source.resolve("letters/2026"));
    Files.createDirectories(source.resolve("empty"));
    Files.writeString(
        source.resolve("letters/2026/november"), "Dear reader,\nthis must be readable for ever.\n");
    Files.writeString(source.resolve("-n 'quo\"te'\n$(x)"), "a name that means no good");
    byte[] large = new byte[(1 << 20) + 4711];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i / 4096);
    }
    Files.write(source.resolve("large.db"), large);
    Files.createLink(source.resolve("second-name"), source.resolve("large.db"));
    Files.createSymbolicLink(source.resolve("link"), Path.of("letters/2026"));
    Files.createSymbolicLink(source.resolve("dangling"), Path.of("/nowhere/" + "long".repeat(40)));
    sh(
        source,
        "printf bytes >\"$(printf 'caf\\351')\" && printf '' >zero && chmod 640 zero && chmod 1750 empty");
    Files.setPosixFilePermissions(
        source.resolve("large.db"), PosixFilePermissions.fromString("rw-r-----"));
    times(source, "2026-11-21 05:00:00.123456789");
  }

  private static void changeTree(Path source) throws IOException {
    try (var channel =
        java.nio.channels.FileChannel.open(source.resolve("large.db"), StandardOpenOption.WRITE)) {
      channel.write(
          java.nio.ByteBuffer.wrap("edited".getBytes(StandardCharsets.US_ASCII)), 1_050_000);
    }
    Files.delete(source.resolve("letters/2026/november"));
    Files.writeString(source.resolve("letters/added"), "later");
    times(source, "2026-11-21 06:00:00.5");
  }

  private static void times(Path source, String when) {
    sh(
        source,
        "chmod 755 . letters letters/2026 && umask 022 && find . -depth -exec touch -h -d '"
            + when
            + "' {} +");
  }

  private static void sh(Path directory, String script) {
    Tools.Result result =
        Tools.run(null, List.of("sh", "-c", "cd \"$1\" && " + script, "sh", directory.toString()));
    assertThat(result.ok()).as(result.errors()).isTrue();
  }

  private static void copy(Path from, Path to) {
    assertThat(Tools.run(null, List.of("cp", "-r", from.toString(), to.toString())).ok()).isTrue();
  }

  private static String withoutOwners(Path tree) {
    return Rig.listing(tree).replaceAll(" \\d+:\\d+ ", " ");
  }
}
