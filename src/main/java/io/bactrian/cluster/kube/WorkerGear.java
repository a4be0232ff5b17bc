package io.bactrian.cluster.kube;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the operator's own settings give every worker on its way.
 *
 * @param progressPort where a worker serves its progress; 0: nowhere
 * @param properties that differ from those built in; no secret: they lie open in the pod
 * @param kamelets a directory; the Kamelet in it for a worker's provider travels with the worker
 */
public record WorkerGear(
    int progressPort, SortedMap<String, String> properties, Optional<Path> kamelets) {
  public WorkerGear {
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
  }
}
