package io.bactrian.reconcile;

import io.bactrian.api.Restore;
import io.bactrian.api.RestoreSpec;
import io.bactrian.cluster.ResourceKey;
import java.util.List;

/** The Restores that name a Backup: one that waits for it looks again when the Backup changes. */
public final class RestoresOf {
  private RestoresOf() {}

  public static List<ResourceKey> backup(
      ResourceKey backup, List<Restore> restores, String restoreKind) {
    return restores.stream()
        .filter(restore -> !hasBegun(restore) && names(restore, backup))
        .map(restore -> restore.getMetadata())
        .map(meta -> new ResourceKey(restoreKind, meta.getNamespace(), meta.getName()))
        .toList();
  }

  /** From then on its source is settled. */
  private static boolean hasBegun(Restore restore) {
    return restore.getStatus() != null && restore.getStatus().attempt != null;
  }

  private static boolean names(Restore restore, ResourceKey backup) {
    RestoreSpec spec = restore.getSpec();
    if (spec == null || spec.backupRef == null) {
      return false;
    }
    String home = spec.backupRef.namespace;
    return backup.name().equals(spec.backupRef.name)
        && backup.namespace().equals(home == null ? restore.getMetadata().getNamespace() : home);
  }
}
