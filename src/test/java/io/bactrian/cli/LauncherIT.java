package io.bactrian.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.testing.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bactrian} as a person calls it. Runs after package, so there is a jar. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("bactrian").toAbsolutePath();
  @TempDir Path elsewhere;

  @BeforeAll
  static void warmUp() {
    Cli.warmUp();
  }

  record Ended(int exitCode, String output) {}

  @Test
  void fromAnotherDirectoryThroughALink_works() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("b"), LAUNCHER);
    Ended ended = run(Map.of(), link.toString(), "--version");
    assertThat(ended.output()).startsWith("bactrian ").contains("format version 1");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void refusal_isExitTwo() throws Exception {
    Ended ended = run(Map.of(), LAUNCHER.toString(), "frobnicate");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("frobnicate").contains("HINT: ");
  }

  @Test
  void javaHomeWithoutJava_isRefusedByName() throws Exception {
    Ended ended = run(Map.of("JAVA_HOME", "/nowhere"), LAUNCHER.toString(), "--version");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("/nowhere").contains("HINT: ");
  }

  @Test
  void oldJava_isRefusedByVersion() throws Exception {
    Path home = Files.createDirectories(elsewhere.resolve("jdk8/bin")).getParent();
    Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\nexit 9\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
    Ended ended = run(Map.of("JAVA_HOME", home.toString()), LAUNCHER.toString(), "--version");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("1.8.0_402").contains("17 or newer");
  }

  @Test
  void javaOptions_areAppended() throws Exception {
    Ended ended =
        run(Map.of("BACTRIAN_JAVA_OPTS", "-Xmx100m -XshowSettings:vm"), LAUNCHER.toString(), "-V");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).contains("100.00M");
  }

  @Test
  void archivesOfInterruptedFirstStarts_go_oneInTheMakingStays() throws Exception {
    Path home = Files.createDirectories(elsewhere.resolve("home"));
    Path launcher = Files.copy(LAUNCHER, home.resolve("bactrian"), COPY_ATTRIBUTES);
    Files.createDirectories(home.resolve("target/lib"));
    Files.createFile(home.resolve("target/bactrian-0.jar"));
    Path cds = Files.createDirectories(home.resolve("target/cds"));
    Path alive =
        Files.createFile(cds.resolve("java-17-verbs.jsa." + ProcessHandle.current().pid()));
    Path dead = Files.createFile(cds.resolve("java-17-verbs.jsa." + pidOfNobody()));
    Path jdk = Files.createDirectories(elsewhere.resolve("jdk17/bin")).getParent();
    Path java = Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nexit 0\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Ended ended = run(Map.of("JAVA_HOME", jdk.toString()), launcher.toString(), "--version");
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(dead).doesNotExist();
    assertThat(alive).exists();
  }

  private static long pidOfNobody() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private Ended run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(elsewhere.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
