package io.bactrian.storm;

import io.bactrian.testing.Cli;
import io.bactrian.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real operator in a process of its own, with the token of its ServiceAccount and no other right,
 * and with the options that {@code ./bactrian operator} gives its Java.
 */
final class OperatorProcess {
  private static final List<String> LAUNCHER =
      List.of(
          "-Xms16m",
          "-Xss512k",
          "-XX:MaxMetaspaceSize=96m",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:MaxDirectMemorySize=24m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=30",
          "-Xmn12m");

  private final String name;
  private final Cli.Running running;

  private OperatorProcess(String name, Cli.Running running) {
    this.name = name;
    this.running = running;
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
   * @param settings {@code name=value}
   */
  static OperatorProcess start(StormSite site, String url, String name, List<String> settings) {
    try {
      Path directory = Files.createDirectories(site.directory().resolve("operators"));
      Cli cli =
          new Cli(directory)
              .with("KUBECONFIG", kubeconfig(site, url, directory.resolve(name)).toString())
              .with("POD_NAME", name)
              .with("POD_NAMESPACE", StormSite.SYSTEM)
              .with("MALLOC_ARENA_MAX", "1")
              .with("BACTRIAN_WORKER_IMAGE", "bactrian:test");
      LAUNCHER.forEach(cli::jvm);
      List<String> words = new ArrayList<>(List.of("operator", "--port", "0"));
      settings.forEach(setting -> words.addAll(List.of("--set", setting)));
      return new OperatorProcess(name, cli.start(words.toArray(String[]::new)));
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
    return running.process().isAlive();
  }

  /** Whether it says that it is ready. */
  boolean isReady() {
    return log().contains("the operator is ready");
  }

  /** Fails with its log where it ends instead. */
  OperatorProcess awaitReady() {
    Awaitility.await("operator " + name + " ready")
        .atMost(Duration.ofSeconds(120))
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
      return Files.readString(running.out()) + Files.readString(running.err());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  void kill() {
    running.process().destroyForcibly();
    try {
      if (!running.process().waitFor(60, TimeUnit.SECONDS)) {
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
      String pid = String.valueOf(running.process().pid());
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
      Path status = Path.of("/proc", String.valueOf(running.process().pid()), "status");
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
