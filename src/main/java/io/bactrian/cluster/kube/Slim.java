package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.HashMap;
import java.util.Map;

/** Leaves out of an object what nobody here reads. */
final class Slim {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Slim() {}

  /** Of a resource of ours: the copy that kubectl keeps. */
  static <T extends HasMetadata> T resource(T resource) {
    ObjectMeta meta = resource.getMetadata();
    if (meta.getAnnotations() != null && meta.getAnnotations().containsKey(LAST_APPLIED)) {
      Map<String, String> annotations = new HashMap<>(meta.getAnnotations());
      annotations.remove(LAST_APPLIED);
      meta.setAnnotations(annotations);
    }
    return resource;
  }

  static Job job(Job job) {
    return new JobBuilder().withMetadata(meta(job.getMetadata())).build();
  }

  static Pod pod(Pod pod) {
    return new PodBuilder()
        .withMetadata(meta(pod.getMetadata()))
        .withNewStatus()
        .withPhase(pod.getStatus().getPhase())
        .withPodIP(pod.getStatus().getPodIP())
        .endStatus()
        .build();
  }

  /** Only that it is there: whoever looks at one asks for it. */
  static PersistentVolumeClaim claim(PersistentVolumeClaim claim) {
    ObjectMeta meta = claim.getMetadata();
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(meta.getNamespace())
        .withName(meta.getName())
        .withResourceVersion(meta.getResourceVersion())
        .endMetadata()
        .build();
  }

  private static ObjectMeta meta(ObjectMeta meta) {
    ObjectMetaBuilder slim =
        new ObjectMetaBuilder()
            .withNamespace(meta.getNamespace())
            .withName(meta.getName())
            .withUid(meta.getUid())
            .withLabels(meta.getLabels())
            .withResourceVersion(meta.getResourceVersion())
            .withDeletionTimestamp(meta.getDeletionTimestamp());
    ResourceMark.text(meta).ifPresent(text -> slim.addToAnnotations(ResourceMark.NAME, text));
    return slim.build();
  }
}
