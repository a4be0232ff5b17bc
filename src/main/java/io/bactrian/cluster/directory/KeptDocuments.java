package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.cluster.ResourceKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Secrets and claims as documents say, and copies of the claims that cleaning will need: so a file
 * may be removed as a whole, a Backup that is to be cleaned together with its claim. (Credentials
 * for cleaning are kept by their own step.) Thread-safe.
 */
final class KeptDocuments {
  private final StateFiles<PersistentVolumeClaim> files;
  private final Map<ResourceKey, PersistentVolumeClaim> copies = new HashMap<>();
  private volatile Map<ResourceKey, Document> documents = Map.of();
  private volatile Set<ResourceKey> missing = Set.of();

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
   * Takes over what documents say now. A Secret or claim is gone once it is missing at two looks
   * running, as a resource is: an editor may move the file aside while it writes a new one. A claim
   * is not seen before it is copied, where a Backup will be cleaned with it. One thread only.
   *
   * @param backups there are
   * @return whether a Secret or claim came, went or changed
   */
  boolean replace(Folder.Said said, List<Backup> backups) {
    Map<ResourceKey, Document> before = documents;
    Map<ResourceKey, Document> now = new LinkedHashMap<>(said.documents());
    Set<ResourceKey> gone = new HashSet<>();
    before.forEach(
        (key, document) -> {
          if (isSupport(document) && !said.documents().containsKey(key)) {
            boolean open = mayComeBack(document.file(), said);
            if (open || !missing.contains(key)) {
              now.put(key, document);
            }
            if (!open && !missing.contains(key)) {
              gone.add(key);
            }
          }
        });
    missing = Set.copyOf(gone);
    backups.forEach(backup -> keepFor(backup, now));
    documents = now;
    return !support(before).equals(support(now));
  }

  private static boolean mayComeBack(String file, Folder.Said said) {
    return !said.unsettled().isEmpty()
        || said.malformed().containsKey(file)
        || said.emptied().contains(file);
  }

  private static boolean isSupport(Document document) {
    return document.resource() instanceof Secret
        || document.resource() instanceof PersistentVolumeClaim;
  }

  /** Whether every Secret and claim whose document is gone counts as gone. */
  boolean settled() {
    return missing.isEmpty();
  }

  /** What documents of this kind define. */
  Stream<ResourceKey> keys(String kind) {
    return documents.keySet().stream().filter(key -> key.kind().equals(kind));
  }

  private static Map<ResourceKey, HasMetadata> support(Map<ResourceKey, Document> said) {
    Map<ResourceKey, HasMetadata> support = new HashMap<>();
    said.forEach(
        (key, document) -> {
          if (isSupport(document)) {
            support.put(key, document.resource());
          }
        });
    return support;
  }

  /** Copies what this Backup will be cleaned with: on disk when this returns. */
  void keepFor(Backup backup) {
    keepFor(backup, documents);
  }

  private synchronized void keepFor(Backup backup, Map<ResourceKey, Document> from) {
    claim(backup)
        .ifPresent(
            key ->
                document(key, from, PersistentVolumeClaim.class)
                    .ifPresent(claim -> keep(key, claim)));
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
    return document(key(Kinds.SECRET, namespace, name), documents, Secret.class);
  }

  Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    ResourceKey key = key(Kinds.CLAIM, namespace, name);
    return document(key, documents, PersistentVolumeClaim.class).or(() -> copy(key));
  }

  private synchronized Optional<PersistentVolumeClaim> copy(ResourceKey key) {
    return Optional.ofNullable(copies.get(key));
  }

  private static <T> Optional<T> document(
      ResourceKey key, Map<ResourceKey, Document> from, Class<T> type) {
    return Optional.ofNullable(from.get(key)).map(document -> type.cast(document.resource()));
  }
}
