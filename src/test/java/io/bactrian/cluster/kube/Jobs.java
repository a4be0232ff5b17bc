package io.bactrian.cluster.kube;

import io.bactrian.control.JobOrder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** Worker Jobs made without a cluster, and looks into them. */
final class Jobs {
  static final JobOrder BACKUP = Samples.job("backup", "uid-1", "prod", "db", 2);

  static final Placement ROOT =
      new Placement(0, Optional.of(0L), List.of(), List.of("DAC_READ_SEARCH"), List.of());

  private Jobs() {}

  static JobBuilder builder() {
    return new JobBuilder(Samples.workers(), PodTemplateFile.read(Optional.empty()));
  }

  static Job build(JobOrder order) {
    return builder().build(order, ROOT, Optional.empty(), Optional.empty());
  }

  static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  static Container worker(PodSpec pod) {
    return pod.getContainers().stream()
        .filter(container -> container.getName().equals("worker"))
        .findFirst()
        .orElseThrow();
  }

  static VolumeMount mount(PodSpec pod, String path) {
    return worker(pod).getVolumeMounts().stream()
        .filter(mount -> mount.getMountPath().equals(path))
        .findFirst()
        .orElseThrow();
  }

  static Volume volume(PodSpec pod, String name) {
    return pod.getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
