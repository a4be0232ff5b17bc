package io.bactrian.cluster.kube;

import com.sun.net.httpserver.HttpServer;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobKey;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An operator's view of a real API server, in which it makes Jobs. */
abstract class KubeWorkersFixture {
  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  final Set<ResourceKey> changed = ConcurrentHashMap.newKeySet();
  KubeSite site;
  KubernetesClient client;
  KubeCluster cluster;
  HttpServer endpoint;

  @BeforeEach
  void start() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    client =
        KubeClients.open(Config.fromKubeconfig(Files.readString(site.plane.adminKubeconfig())));
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster = new KubeCluster(client, KubeSite.settings(), endpoint.getAddress().getPort());
    cluster.backups().onChange(changed::add);
    cluster.start();
  }

  @AfterEach
  void stop() {
    endpoint.stop(0);
    cluster.close();
    client.close();
    site.close();
  }

  Pod podOf(JobKey job) {
    return Awaitility.await()
        .until(
            () ->
                site.admin
                    .pods()
                    .inNamespace(job.namespace())
                    .withLabel("batch.kubernetes.io/job-name", job.name())
                    .list()
                    .getItems(),
            pods -> !pods.isEmpty())
        .get(0);
  }
}
