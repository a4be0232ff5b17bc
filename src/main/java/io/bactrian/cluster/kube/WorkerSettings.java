package io.bactrian.cluster.kube;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every worker pod is made of: the properties {@code bactrian.worker.*}.
 *
 * @param image the one image, whose entrypoint takes verbs
 * @param imagePullPolicy {@code Always}, {@code IfNotPresent}, {@code Never}; empty: the cluster's
 *     own rule
 * @param imagePullSecrets names, in the namespace of the worker
 * @param command what {@code worker --order FILE} is appended to
 * @param requests cpu, memory, … as Kubernetes writes quantities
 * @param scratchLimit of the emptyDir at /tmp, where bundles wait: a quantity
 * @param serviceAccount of worker pods; empty: the namespace's default. Its token is never mounted
 * @param priorityClass empty: the cluster's default
 * @param user uid of a worker that reads no volume
 * @param podTemplate a PodTemplate, YAML or JSON, merged into every worker pod
 * @param gear what it is given of the operator's own settings
 */
public record WorkerSettings(
    String image,
    String imagePullPolicy,
    List<String> imagePullSecrets,
    List<String> command,
    Map<String, String> requests,
    Map<String, String> limits,
    String scratchLimit,
    String serviceAccount,
    String priorityClass,
    long user,
    Optional<Path> podTemplate,
    WorkerGear gear) {

  /**
   * The entrypoint of our image, written out: so a pod template cannot put another in its place.
   */
  public static final List<String> ENTRYPOINT =
      List.of(
          "/opt/bactrian/jre/bin/java", "@/opt/bactrian/jvm.options", "io.bactrian.cli.Bactrian");

  public WorkerSettings {
    imagePullSecrets = List.copyOf(imagePullSecrets);
    command = List.copyOf(command);
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }
}
