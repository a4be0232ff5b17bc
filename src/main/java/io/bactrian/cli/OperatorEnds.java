package io.bactrian.cli;

import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.Leadership;
import io.bactrian.cluster.kube.KubeClients;
import io.bactrian.cluster.kube.KubeCluster;
import io.bactrian.cluster.kube.KubeSettings;
import io.bactrian.cluster.kube.LeaderLease;
import io.bactrian.config.OperatorSettings;
import io.bactrian.config.Resolved;
import io.bactrian.config.WorkerPods;
import io.bactrian.engine.repo.HostProcesses;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.UUID;

/** The ends of an operator in a cluster: the API server, and the lease. */
final class OperatorEnds implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  private final OperatorSettings settings;
  private final KubernetesClient client;
  private final KubernetesClient leaseClient;
  private final Cluster cluster;

  OperatorEnds(Resolved resolved, OperatorSettings settings) {
    this.settings = settings;
    KubeSettings kube =
        new KubeSettings(
            settings.namespaces(), settings.namespace(), START_TIMEOUT, WorkerPods.of(resolved));
    Config config = Config.autoConfigure(null);
    client = KubeClients.open(config);
    leaseClient = KubeClients.openForLease(config);
    cluster = new KubeCluster(client, kube);
  }

  /** Not started. */
  Cluster cluster() {
    return cluster;
  }

  Leadership leadership() {
    if (!settings.lease().enabled()) {
      return Leadership.alone();
    }
    LeaderLease.Times times =
        new LeaderLease.Times(
            settings.lease().duration(),
            settings.lease().renewDeadline(),
            settings.lease().retryPeriod());
    return new OperatorLease(
        (won, lost) ->
            new LeaderLease(
                leaseClient,
                settings.namespace(),
                "bactrian-operator",
                identity(),
                times,
                won,
                lost));
  }

  /**
   * A pod's name and something that no later process has: a container may start anew in its pod.
   */
  private static String identity() {
    String host = System.getenv().getOrDefault("POD_NAME", "");
    return (host.isEmpty() ? HostProcesses.hostName() : host)
        + "-"
        + UUID.randomUUID().toString().substring(0, 8);
  }

  /** From now on no request leaves: what is under way fails. From any thread. */
  void cutOff() {
    client.close();
    leaseClient.close();
  }

  @Override
  public void close() {
    cluster.close();
    cutOff();
  }
}
