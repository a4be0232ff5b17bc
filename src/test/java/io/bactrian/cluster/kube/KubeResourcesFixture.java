package io.bactrian.cluster.kube;

import io.bactrian.api.Backup;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.testing.ApiProxy;
import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An operator's view of a real API server, through a proxy; not started. */
abstract class KubeResourcesFixture {
  /** Skips all of it, before anything is opened. */
  @BeforeAll
  static void needsAControlPlane() {
    ControlPlane.startOrSkip();
  }

  KubeSite site;
  ApiProxy proxy;
  KubernetesClient client;
  KubeCluster cluster;
  final Set<ResourceKey> changed = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() throws Exception {
    site = new KubeSite(ControlPlane.startOrSkip());
    proxy = new ApiProxy(site.plane);
    client = KubeClients.open(proxy.config());
    cluster = new KubeCluster(client, KubeSite.settings());
    cluster.backups().onChange(changed::add);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    client.close();
    proxy.close();
    site.close();
  }

  Backup stored(String name) {
    return site.admin.resources(Backup.class).inNamespace(site.namespace).withName(name).get();
  }

  List<String> names(List<Backup> backups) {
    return backups.stream()
        .filter(backup -> backup.getMetadata().getNamespace().startsWith(site.namespace))
        .map(backup -> backup.getMetadata().getName())
        .toList();
  }
}
