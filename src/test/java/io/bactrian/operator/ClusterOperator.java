package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The operator of {@code deploy/} on a cluster of this machine, and its workers' containers. */
final class ClusterOperator {
  private static final String NAMESPACE = "bactrian-system";
  private static final Path DEPLOY = Path.of("deploy").toAbsolutePath();

  private final KubernetesClient client;
  private Set<String> killed = Set.of();

  ClusterOperator(KubernetesClient client) {
    this.client = client;
  }

  /**
   * As an administrator does it: an overlay over {@code deploy/}. Returns when it has settled.
   *
   * @param overlay a directory to be made
   */
  void configure(Path overlay, Map<String, String> properties) throws IOException {
    Files.createDirectories(overlay);
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: ["%s"]
        configMapGenerator:
          - name: bactrian-config
            namespace: %s
            behavior: merge
            files: [application.properties]
        """
            .formatted(overlay.toRealPath().relativize(DEPLOY.toRealPath()), NAMESPACE));
    String lines =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                .collect(Collectors.joining());
    Files.writeString(
        overlay.resolve("application.properties"),
        Files.readString(DEPLOY.resolve("operator/application.properties")) + lines);
    apply(overlay);
  }

  /** As {@code deploy/} has it. */
  void unconfigure() {
    apply(DEPLOY);
  }

  private static void apply(Path kustomization) {
    must("kubectl", "apply", "-k", kustomization.toString());
    must(
        "kubectl",
        "rollout",
        "status",
        "-n",
        NAMESPACE,
        "deployment/bactrian-operator",
        "--timeout=180s");
  }

  /** SIGKILL to every container of the operator, then to those of the namespace's workers. */
  void killAll(String namespace) {
    killed = containers(pods(NAMESPACE, "operator"));
    killed.forEach(ClusterOperator::kill);
    Set<String> workers = containers(pods(namespace, "worker"));
    workers.addAll(containers(pods(NAMESPACE, "worker")));
    workers.forEach(ClusterOperator::killIfThere);
  }

  /** SIGKILL to the containers of the namespace's workers, of which one at least runs. */
  void killWorkers(String namespace) {
    Set<String> workers = containers(pods(namespace, "worker"));
    assertThat(workers).as("workers that run in " + namespace).isNotEmpty();
    workers.forEach(ClusterOperator::kill);
  }

  private List<Pod> pods(String namespace, String component) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  /** Those that run. */
  private static Set<String> containers(List<Pod> pods) {
    Set<String> ids = new HashSet<>();
    for (Pod pod : pods) {
      for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
        if (status.getState().getRunning() != null) {
          ids.add(status.getContainerID().replaceFirst("^containerd://", ""));
        }
      }
    }
    return ids;
  }

  private static void kill(String container) {
    String said = signal(container);
    assertThat(said).as("what ctr says of the killing of " + container).isEmpty();
  }

  /** One that has just ended by itself is as dead. */
  private static void killIfThere(String container) {
    assertThat(signal(container)).matches("(?s)|.*not found.*");
  }

  private static String signal(String container) {
    String socket = System.getenv("BACTRIAN_CLUSTER_CONTAINERD");
    List<String> ctr = List.of("ctr", "--address", socket, "--namespace", "k8s.io");
    List<String> kill = List.of("tasks", "kill", "--signal", "SIGKILL", container);
    return run(Stream.concat(ctr.stream(), kill.stream()).toList()).output();
  }

  /** The kubelet starts what died: waits until all that were killed are replaced and ready. */
  void awaitUp() {
    Awaitility.await("the operator is up again")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> pods(NAMESPACE, "operator").stream().allMatch(this::isUp));
  }

  private boolean isUp(Pod pod) {
    return containers(List.of(pod)).stream().anyMatch(id -> !killed.contains(id))
        && pod.getStatus().getContainerStatuses().stream().allMatch(ContainerStatus::getReady);
  }

  private record Ran(int exitCode, String output) {}

  private static void must(String... command) {
    Ran ran = run(List.of(command));
    assertThat(ran.exitCode()).as("%s%n%s", String.join(" ", command), ran.output()).isZero();
  }

  private static Ran run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
