package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.cluster.ResourceKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Secrets and claims as documents say, and copies of the claims that cleaning will need: so a file
 * may be removed as a whole, a Backup that is to be cleaned together with its claim. (Credentials
 * for cleaning are kept by their own step.) Thread-safe.
 */
final class KeptDocuments {
  private final StateFiles<PersistentVolumeClaim> files;
  private final Map<ResourceKey, PersistentVolumeClaim> copies = new HashMap<>();
  private volatile Map<ResourceKey, Document> documents = Map.of();

  KeptDocuments(Path directory) {
    files = new StateFiles<>(directory, PersistentVolumeClaim.class);
  }

  synchronized void load() {
    files
        .load()
        .values()
        .forEach(
            claim -> {
              var meta = claim.getMetadata();
              copies.put(key(Kinds.CLAIM, meta.getNamespace(), meta.getName()), claim);
            });
  }

  private static ResourceKey key(Kinds kind, String namespace, String name) {
    return new ResourceKey(kind.kind(), namespace, name);
  }

  /**
   * Takes over what documents say now.
   *
   * @return whether a Secret or claim came, went or changed
   */
  boolean replace(Map<ResourceKey, Document> said) {
    Map<ResourceKey, Document> before = documents;
    documents = said;
    return !support(before).equals(support(said));
  }

  private static Map<ResourceKey, HasMetadata> support(Map<ResourceKey, Document> said) {
    Map<ResourceKey, HasMetadata> support = new HashMap<>();
    said.forEach(
        (key, document) -> {
          if (document.resource() instanceof Secret
              || document.resource() instanceof PersistentVolumeClaim) {
            support.put(key, document.resource());
          }
        });
    return support;
  }

  /** Copies what this Backup will be cleaned with: on disk when this returns. */
  synchronized void keepFor(Backup backup) {
    claim(backup)
        .ifPresent(key -> document(key, PersistentVolumeClaim.class).ifPresent(c -> keep(key, c)));
  }

  /**
   * Renews the copies, and drops what no Backup needs.
   *
   * @param backups asked while nothing else is kept: a Backup that exists is never missed
   */
  synchronized void renew(Supplier<List<Backup>> backups) {
    Set<ResourceKey> needed = new HashSet<>();
    for (Backup backup : backups.get()) {
      claim(backup).ifPresent(needed::add);
      keepFor(backup);
    }
    for (ResourceKey key : Set.copyOf(copies.keySet())) {
      if (!needed.contains(key)) {
        files.delete(key.namespace(), key.name());
        copies.remove(key);
      }
    }
  }

  private static Optional<ResourceKey> claim(Backup backup) {
    return Optional.ofNullable(backup.getSpec())
        .map(spec -> spec.storage)
        .map(storage -> storage.persistentVolumeClaim)
        .map(claim -> claim.claimName)
        .map(name -> key(Kinds.CLAIM, backup.getMetadata().getNamespace(), name));
  }

  private void keep(ResourceKey key, PersistentVolumeClaim claim) {
    if (!claim.equals(copies.get(key))) {
      files.write(key.namespace(), key.name(), claim);
      copies.put(key, claim);
    }
  }

  Optional<Secret> secret(String namespace, String name) {
    return document(key(Kinds.SECRET, namespace, name), Secret.class);
  }

  Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    ResourceKey key = key(Kinds.CLAIM, namespace, name);
    return document(key, PersistentVolumeClaim.class).or(() -> copy(key));
  }

  private synchronized Optional<PersistentVolumeClaim> copy(ResourceKey key) {
    return Optional.ofNullable(copies.get(key));
  }

  private <T> Optional<T> document(ResourceKey key, Class<T> type) {
    return Optional.ofNullable(documents.get(key)).map(document -> type.cast(document.resource()));
  }
}
