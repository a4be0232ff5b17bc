package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bactrian.api.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What a worker pod is unless an administrator's template says otherwise. */
final class PodStandard {
  private static final long GRACE_SECONDS = 30;

  private PodStandard() {}

  static ObjectNode of(WorkerSettings settings, Placement placement) {
    PodSpecBuilder pod =
        new PodSpecBuilder()
            .withTerminationGracePeriodSeconds(GRACE_SECONDS)
            .withImagePullSecrets(
                settings.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
            .withNewSecurityContext()
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .withRunAsUser(placement.user())
            .withRunAsGroup(placement.group().orElse(null))
            .withRunAsNonRoot(placement.user() != 0)
            .withSupplementalGroups(placement.groups())
            .endSecurityContext()
            .withContainers(container(settings, placement));
    if (!settings.serviceAccount().isEmpty()) {
      pod.withServiceAccountName(settings.serviceAccount());
    }
    if (!settings.priorityClass().isEmpty()) {
      pod.withPriorityClassName(settings.priorityClass());
    }
    return PodJson.tree(Map.of("spec", pod.build()));
  }

  private static Container container(WorkerSettings settings, Placement placement) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(Names.CONTAINER)
            .withImage(settings.image())
            .addNewEnv()
            .withName("HOME")
            .withValue(MountPaths.SCRATCH)
            .endEnv()
            .addNewEnv()
            .withName("BACTRIAN_CONFIG")
            .withValue(MountPaths.ORDER + "/" + MountPaths.SETTINGS_FILE)
            .endEnv()
            .withResources(resources(settings))
            .withSecurityContext(security(placement));
    int port = settings.gear().progressPort();
    if (port != 0) {
      container.addNewPort().withName("progress").withContainerPort(port).endPort();
    }
    if (!settings.imagePullPolicy().isEmpty()) {
      container.withImagePullPolicy(settings.imagePullPolicy());
    }
    return container.build();
  }

  private static SecurityContext security(Placement placement) {
    return new SecurityContextBuilder()
        .withReadOnlyRootFilesystem(true)
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .withAdd(placement.capabilities())
        .endCapabilities()
        .build();
  }

  private static ResourceRequirements resources(WorkerSettings settings) {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(settings.requests()))
        .withLimits(quantities(settings.limits()))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    Map<String, Quantity> quantities = new TreeMap<>();
    texts.forEach((name, text) -> quantities.put(name, new Quantity(text)));
    return quantities;
  }
}
