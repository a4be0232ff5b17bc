package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Paths that were given up, in ConfigMap {@code bactrian-orphans}, member {@code orphans}: one line
 * each, the path, a tab, and why.
 */
final class Orphans {
  static final String MEMBER = "orphans";
  private static final int TRIES = 10;

  private final Api api;
  private final String namespace;

  Orphans(KubernetesClient client, String operatorNamespace) {
    this.api = new Api(client);
    this.namespace = operatorNamespace;
  }

  void keep(String path, String why) {
    String line = path + "\t" + why.replaceAll("\\s+", " ") + "\n";
    for (int attempt = 1; !written(path, line); attempt++) {
      if (attempt == TRIES) {
        throw new IllegalStateException(
            Names.ORPHANS + " was changed by others " + TRIES + " times in a row");
      }
    }
  }

  private boolean written(String path, String line) {
    Optional<ConfigMap> found =
        api.get(Api.path("api/v1", namespace, "configmaps", Names.ORPHANS), ConfigMap.class);
    if (found.isEmpty()) {
      ConfigMap first =
          new ConfigMapBuilder()
              .withNewMetadata()
              .withNamespace(namespace)
              .withName(Names.ORPHANS)
              .endMetadata()
              .addToData(MEMBER, line)
              .build();
      return api.create(Api.path("api/v1", namespace, "configmaps"), first, ConfigMap.class)
          .isPresent();
    }
    return added(found.get(), path, line);
  }

  private boolean added(ConfigMap map, String path, String line) {
    String before = map.getData() == null ? "" : map.getData().getOrDefault(MEMBER, "");
    if (before.lines().anyMatch(known -> known.startsWith(path + "\t"))) {
      return true;
    }
    ConfigMap after = new ConfigMapBuilder(map).addToData(MEMBER, before + line).build();
    try {
      api.put(Api.path("api/v1", namespace, "configmaps", Names.ORPHANS), after, ConfigMap.class);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() == 404) {
        return false;
      }
      throw e;
    }
  }
}
