package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import io.bactrian.api.Storage;
import io.bactrian.cluster.ResourceKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** Copies what these Backups will be cleaned with, and drops what none of them needs. */
  synchronized void keepFor(Collection<Backup> backups) {
    Set<ResourceKey> needed = new HashSet<>();
    for (Backup backup : backups) {
      Storage storage = backup.getSpec().storage;
      if (storage != null
          && storage.persistentVolumeClaim != null
          && backup.getMetadata().getFinalizers().contains(Names.PROTECTION)) {
        String namespace = backup.getMetadata().getNamespace();
        needed.add(key(Kinds.CLAIM, namespace, storage.persistentVolumeClaim.claimName));
      }
    }
    needed.forEach(key -> document(key, PersistentVolumeClaim.class).ifPresent(c -> keep(key, c)));
    for (ResourceKey key : Set.copyOf(copies.keySet())) {
      if (!needed.contains(key)) {
        files.delete(key.namespace(), key.name());
        copies.remove(key);
      }
    }
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
