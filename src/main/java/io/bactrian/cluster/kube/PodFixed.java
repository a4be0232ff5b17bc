package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;

/** What nobody may change of a worker pod. */
final class PodFixed {
  private PodFixed() {}

  static PodTemplateSpec of(WorkerSettings settings, PodVolumes volumes) {
    return new PodTemplateSpecBuilder()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withVolumes(volumes.volumes())
        .addNewContainer()
        .withName(Names.CONTAINER)
        .withCommand(settings.command())
        .withArgs("worker", "--order", MountPaths.ORDER + "/" + MountPaths.ORDER_FILE)
        .withVolumeMounts(volumes.mounts())
        .endContainer()
        .endSpec()
        .build();
  }
}
