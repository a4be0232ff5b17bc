package io.bactrian.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

  /** As an administrator does it: an overlay over {@code deploy/}. Returns when it has settled. */
  void configure(Map<String, String> properties) throws IOException {
    Path overlay = Files.createTempDirectory("bactrian-overlay-");
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
        Files.readString(DEPLOY.resolve("operator/application.properties"))
            + lines);
    apply(overlay);
  }

  /** As {@code deploy/} has it. */
  void unconfigure() {
    apply(DEPLOY);
  }

  private static void apply(Path kustomization) {
    run("kubectl", "apply", "-k", kustomization.toString());
    run(
        "kubectl",
        "rollout",
        "status",
        "-n",
        NAMESPACE,
        "deployment/bactrian-operator",
        "--timeout=180s");
  }

  /** SIGKILL to every container of the operator, then to every worker's. */
  void killAll() {
    List<Pod> operators = pods("operator");
    killed = operators.stream().flatMap(pod -> containers(pod).stream()).collect(Collectors.toSet());
    kill(killed);
    killWorkers();
  }

  void killWorkers() {
    Set<String> containers = new HashSet<>();
    client
        .pods()
        .inAnyNamespace()
        .withLabel("app.kubernetes.io/component", "worker")
        .list()
        .getItems()
        .forEach(pod -> containers.addAll(containers(pod)));
    kill(containers);
  }

  private List<Pod> pods(String component) {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  /** Those that run. */
  private static Set<String> containers(Pod pod) {
    Set<String> ids = new HashSet<>();
    for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
      if (status.getState().getRunning() != null) {
        ids.add(status.getContainerID().replaceFirst("^containerd://", ""));
      }
    }
    return ids;
  }

  private static void kill(Set<String> containers) {
    for (String container : containers) {
      run(
          "ctr",
          "--address",
          System.getenv("BACTRIAN_CLUSTER_CONTAINERD"),
          "--namespace",
          "k8s.io",
          "tasks",
          "kill",
          "--signal",
          "SIGKILL",
          container);
    }
  }

  /** The kubelet starts what died: waits until all that were killed are replaced and ready. */
  void awaitUp() {
    Awaitility.await("the operator is up again")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> pods("operator").stream().allMatch(this::isUp));
  }

  private boolean isUp(Pod pod) {
    return containers(pod).stream().anyMatch(id -> !killed.contains(id))
        && pod.getStatus().getContainerStatuses().stream().allMatch(ContainerStatus::getReady);
  }

  private static void run(String... command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s%n%s", String.join(" ", command), output).isZero();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
