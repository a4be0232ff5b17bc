package io.bactrian.cluster.kube;

import java.time.Duration;
import java.util.List;

/**
 * How a cluster is looked after.
 *
 * @param namespaces that are watched; empty: all
 * @param operatorNamespace where clean Jobs run and the orphans' ConfigMap is
 * @param startTimeout how long {@link KubeCluster#start} goes on trying an API server that does not
 *     answer
 */
public record KubeSettings(
    List<String> namespaces,
    String operatorNamespace,
    Duration startTimeout,
    WorkerSettings worker) {

  public KubeSettings {
    namespaces = List.copyOf(namespaces);
  }
}
