package io.bactrian.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Kubernetes control plane on free ports of 127.0.0.1: etcd, kube-apiserver, controller
 * manager, scheduler; no node. One for all tests of a JVM; ends with it.
 */
public final class ControlPlane {
  private static final Path SCRIPTS = Path.of(".ci", "cluster").toAbsolutePath();

  /** Of a start on a machine that does much else; alone it takes 10 s. */
  private static final int LONGEST_MINUTES = 8;

  private static ControlPlane shared;

  private final Path directory;
  private final Map<String, String> environment;

  private ControlPlane(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Starts it at the first call (about 10 s); skips the test where its binaries are missing. */
  public static synchronized ControlPlane startOrSkip() {
    if (shared == null) {
      Optional<Path> apiServer = Servers.find("kube-apiserver");
      if (apiServer.isEmpty() || Servers.find("etcd").isEmpty()) {
        String reason =
            "skipped: no kube-apiserver and etcd found; set BACTRIAN_SERVERS to a directory with them";
        System.out.println(reason);
        Assumptions.abort(reason);
      }
      shared = start(apiServer.orElseThrow().getParent());
    }
    return shared;
  }

  /** One of its own, for tests that stop it; the caller closes it with {@link #stop}. */
  public static ControlPlane ownOrSkip() {
    startOrSkip();
    return start(Servers.find("kube-apiserver").orElseThrow().getParent());
  }

  private static ControlPlane start(Path binaries) {
    try {
      Path directory = Files.createTempDirectory("bactrian-plane-");
      ControlPlane plane =
          new ControlPlane(
              directory,
              Map.of(
                  "BIN", binaries.toString(),
                  "P_API", port(),
                  "P_ETCD", port(),
                  "P_PEER", port(),
                  "P_KCM", port(),
                  "P_SCH", port()));
      Runtime.getRuntime().addShutdownHook(new Thread(plane::remove));
      plane.start();
      return plane;
    } catch (IOException e) {
      throw new IllegalStateException("the control plane did not start", e);
    }
  }

  /** Starts what {@link #stop} stopped, on its old data and ports. */
  public void start() {
    script("start-k8s.sh");
  }

  public void stop() {
    script("stop-k8s.sh");
  }

  private void remove() {
    stop();
    try (var files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.out.println("left behind: " + directory + ": " + e);
    }
  }

  public Path directory() {
    return directory;
  }

  /** A kubeconfig with every right. */
  public Path adminKubeconfig() {
    return directory.resolve("admin.kubeconfig");
  }

  /** What the operator's account asked of the API server, as its audit log tells it. */
  public AuditLog audit() {
    return new AuditLog(directory.resolve("log").resolve("audit.log"));
  }

  public String url() {
    return "https://127.0.0.1:" + environment.get("P_API");
  }

  /** A client with every right; the caller closes it. */
  public KubernetesClient admin() {
    try {
      Config config = Config.fromKubeconfig(Files.readString(adminKubeconfig()));
      // What is created twice because an answer took 10 s fails a test that has no fault.
      config.setRequestTimeout(60_000);
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * {@code kubectl ARGS} as admin: what it printed, stdout and stderr; never throws for its exit
   * code.
   */
  public Ran kubectl(String... args) {
    return run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    Servers.find("kubectl").orElseThrow().toString(),
                    "--kubeconfig",
                    adminKubeconfig().toString()),
                java.util.stream.Stream.of(args))
            .toList());
  }

  /** How a command ended and what it printed. */
  public record Ran(int exitCode, String output) {}

  private void script(String name) {
    Ran ran = run(List.of("bash", SCRIPTS.resolve(name).toString(), directory.toString()));
    if (ran.exitCode() != 0) {
      throw new IllegalStateException(name + " failed: " + ran.output());
    }
  }

  private static String port() {
    return Integer.toString(Ports.free());
  }

  private Ran run(List<String> command) {
    try {
      Path output = Files.createTempFile(directory, "ran-", ".log");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.start();
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "no end after " + LONGEST_MINUTES + " min: " + command + Files.readString(output));
      }
      String text = Files.readString(output);
      Files.delete(output);
      return new Ran(process.exitValue(), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
