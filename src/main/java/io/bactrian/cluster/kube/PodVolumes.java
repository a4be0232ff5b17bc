package io.bactrian.cluster.kube;

import io.bactrian.control.JobOrder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The volumes of a worker pod, each with its mount. */
final class PodVolumes {
  /** Secrets belong to root: root reads them by 0400, anybody else only by 0444. */
  private static final int OWNER_READS = 0400;

  private static final int ALL_READ = 0444;

  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeMount> mounts = new ArrayList<>();

  /**
   * @param storage name of the Secret in the pod's namespace
   * @param key likewise
   */
  PodVolumes(
      JobOrder order,
      PodFiles files,
      Optional<String> storage,
      Optional<String> key,
      boolean root,
      String scratchLimit) {
    order(files);
    boolean reads = "backup".equals(order.order().task);
    order.dataClaim().ifPresent(claim -> claim("data", claim, MountPaths.DATA, reads));
    order
        .repositoryClaim()
        .ifPresent(claim -> claim("repository", claim, MountPaths.REPOSITORY, false));
    int mode = root ? OWNER_READS : ALL_READ;
    storage.ifPresent(
        name ->
            secret(
                "storage",
                name,
                MountPaths.STORAGE,
                mode,
                order.storageSecret().orElseThrow().members()));
    key.ifPresent(
        name -> secret("key", name, MountPaths.KEY, mode, order.key().orElseThrow().members()));
    add(
        new VolumeBuilder()
            .withName("scratch")
            .withNewEmptyDir()
            .withSizeLimit(new Quantity(scratchLimit))
            .endEmptyDir()
            .build(),
        MountPaths.SCRATCH,
        false);
  }

  List<Volume> volumes() {
    return volumes;
  }

  List<VolumeMount> mounts() {
    return mounts;
  }

  private void order(PodFiles files) {
    add(
        new VolumeBuilder()
            .withName("order")
            .withNewDownwardAPI()
            .withDefaultMode(ALL_READ)
            .withItems(files.items())
            .endDownwardAPI()
            .build(),
        MountPaths.ORDER,
        true);
  }

  private void claim(String name, String claim, String path, boolean readOnly) {
    add(
        new VolumeBuilder().withName(name).withNewPersistentVolumeClaim(claim, readOnly).build(),
        path,
        readOnly);
  }

  private void secret(String name, String secret, String path, int mode, List<String> members) {
    add(
        new VolumeBuilder()
            .withName(name)
            .withNewSecret()
            .withSecretName(secret)
            .withDefaultMode(mode)
            .withItems(members.stream().map(member -> new KeyToPath(member, null, member)).toList())
            .endSecret()
            .build(),
        path,
        true);
  }

  private void add(Volume volume, String path, boolean readOnly) {
    volumes.add(volume);
    mounts.add(
        new VolumeMountBuilder()
            .withName(volume.getName())
            .withMountPath(path)
            .withReadOnly(readOnly)
            .build());
  }
}
