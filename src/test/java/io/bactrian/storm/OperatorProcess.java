package io.bactrian.storm;

import io.bactrian.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real operator in a process of its own: {@code ./bactrian operator}, with the token of its
 * ServiceAccount and no other right. Needs the jar: it runs after package.
 */
final class OperatorProcess {
  private static final Path LAUNCHER = Path.of("bactrian").toAbsolutePath();

  private final String name;
  private final Process process;
  private final Path log;

  private OperatorProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** One that asks nobody whether it may lead. */
  static OperatorProcess alone(StormSite site, String url, String name, String... settings) {
    List<String> all = new ArrayList<>(List.of("bactrian.operator.lease.enabled=false"));
    all.addAll(Arrays.asList(settings));
    return start(site, url, name, all);
  }

  /**
   * @param url of the API server, or of what stands before it
   * @param name of the pod that it would be
   * @param settings {@code name=value}; without one of its port it serves none
   */
  static OperatorProcess start(StormSite site, String url, String name, List<String> settings) {
    List<String> words = new ArrayList<>(List.of(LAUNCHER.toString(), "operator"));
    words.addAll(List.of("--set", "bactrian.operator.port=0"));
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    try {
      Path directory = Files.createDirectories(site.directory().resolve("operators"));
      Path log = Files.createTempFile(directory, name + "-", ".log");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder
          .environment()
          .putAll(
              Map.of(
                  "KUBECONFIG",
                  kubeconfig(site, url, directory.resolve(name)).toString(),
                  "POD_NAME",
                  name,
                  "POD_NAMESPACE",
                  StormSite.SYSTEM,
                  "BACTRIAN_WORKER_IMAGE",
                  "bactrian:test"));
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      return new OperatorProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path kubeconfig(StormSite site, String url, Path file) throws IOException {
    ControlPlane plane = site.plane();
    String authority =
        url.startsWith("https:")
            ? ", certificate-authority: " + plane.directory().resolve("pki/ca.crt")
            : "";
    return Files.writeString(
        Path.of(file + ".kubeconfig"),
        "apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: \""
            + url
            + "\""
            + authority
            + "}}]\nusers: [{name: u, user: {token: \""
            + site.operatorToken()
            + "\"}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n");
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it says that it is ready. */
  boolean isReady() {
    return log().contains("the operator is ready");
  }

  /** Whether it says that it leads, and not that it lost the lead since. */
  boolean leads() {
    String log = log();
    return log.lastIndexOf("leading") > log.lastIndexOf("no longer leads");
  }

  /**
   * Fails with its log where it ends instead. The first start after a build makes the launcher's
   * archive of classes: a quarter of a minute of a core that is its own.
   */
  OperatorProcess awaitReady() {
    Awaitility.await("operator " + name + " ready")
        .atMost(Duration.ofSeconds(300))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> isReady() || requireAlive());
    return this;
  }

  private boolean requireAlive() {
    if (!isAlive()) {
      throw new AssertionError("operator " + name + " ended by itself: " + log());
    }
    return false;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("operator " + name + " outlived SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Resident memory in KiB, after a collection: what it keeps. */
  long settledKib() {
    try {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      String pid = String.valueOf(process.pid());
      new ProcessBuilder(jcmd.toString(), pid, "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return kib("VmRSS:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The most that was ever resident, in KiB. */
  long peakKib() {
    return kib("VmHWM:");
  }

  private long kib(String member) {
    try {
      Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(member))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
