package io.bactrian.cluster.directory;

import io.bactrian.cluster.Changes;
import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Resources of one kind, each a state file that is the whole resource. A change is on disk when a
 * method returns. What is handed in and out are copies.
 */
final class DirectoryResources<R extends CustomResource<?, ?>> implements Resources<R> {
  private final String kind;
  private final Class<R> type;
  private final StateFiles<R> files;
  private final Changes changes;
  private final Consumer<R> beforeFinalizers;
  private final Map<String, R> all = new TreeMap<>();

  DirectoryResources(Class<R> type, String kind, StateFiles<R> files, Changes changes) {
    this(type, kind, files, changes, resource -> {});
  }

  /**
   * @param beforeFinalizers what has to be done before a resource is held by its finalizers
   */
  DirectoryResources(
      Class<R> type,
      String kind,
      StateFiles<R> files,
      Changes changes,
      Consumer<R> beforeFinalizers) {
    this.type = type;
    this.kind = kind;
    this.files = files;
    this.changes = changes;
    this.beforeFinalizers = beforeFinalizers;
  }

  synchronized void load() {
    all.putAll(files.load());
  }

  @Override
  public String kind() {
    return kind;
  }

  Class<R> type() {
    return type;
  }

  /** Creates what a document says; false where one of that name exists. */
  boolean createFrom(R document, String file) {
    return create(FromDocument.created(document, file, type));
  }

  @Override
  public synchronized Optional<R> get(String namespace, String name) {
    return Optional.ofNullable(all.get(id(namespace, name))).map(this::copy);
  }

  synchronized boolean has(String namespace, String name) {
    return all.containsKey(id(namespace, name));
  }

  @Override
  public synchronized List<R> list() {
    return List.copyOf(all.values());
  }

  @Override
  public R writeStatus(R resource) {
    return change(resource, now -> Formats.withStatusOf(resource, now, type));
  }

  @Override
  public R writeFinalizers(R resource) {
    beforeFinalizers.accept(resource);
    return change(
        resource,
        now -> {
          now.getMetadata().setFinalizers(List.copyOf(resource.getMetadata().getFinalizers()));
          return now;
        });
  }

  private synchronized R change(R read, UnaryOperator<R> change) {
    ObjectMeta meta = read.getMetadata();
    R now = all.get(id(meta.getNamespace(), meta.getName()));
    if (now == null
        || !Objects.equals(now.getMetadata().getUid(), meta.getUid())
        || !Objects.equals(now.getMetadata().getResourceVersion(), meta.getResourceVersion())) {
      throw new Conflict(key(meta) + " is not the one that was read", null);
    }
    return put(change.apply(copy(now)));
  }

  @Override
  public synchronized boolean create(R resource) {
    ObjectMeta meta = resource.getMetadata();
    if (all.containsKey(id(meta.getNamespace(), meta.getName()))) {
      return false;
    }
    R created = copy(resource);
    created.setStatus(null);
    SpecRules.setDefaults(created);
    ObjectMeta fresh = created.getMetadata();
    fresh.setUid(UUID.randomUUID().toString());
    fresh.setGeneration(1L);
    fresh.setResourceVersion("0");
    fresh.setCreationTimestamp(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    fresh.setDeletionTimestamp(null);
    put(created);
    return true;
  }

  @Override
  public synchronized void delete(String namespace, String name, String uid) {
    R now = all.get(id(namespace, name));
    if (now == null
        || !now.getMetadata().getUid().equals(uid)
        || now.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    R going = copy(now);
    going
        .getMetadata()
        .setDeletionTimestamp(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    put(going);
  }

  /** Changes the resource of this uid, if it is there. */
  synchronized void edit(String namespace, String name, String uid, Consumer<R> edit) {
    R now = all.get(id(namespace, name));
    if (now != null && now.getMetadata().getUid().equals(uid)) {
      R edited = copy(now);
      edit.accept(edited);
      if (!SpecRules.same(now, edited)) {
        edited.getMetadata().setGeneration(now.getMetadata().getGeneration() + 1);
        put(edited);
      }
    }
  }

  /**
   * Takes over what a document says: spec, labels, annotations.
   *
   * @return members that may not change, and did: then nothing was taken over
   */
  synchronized List<String> update(R document, String file) {
    ObjectMeta meta = document.getMetadata();
    R now = all.get(id(meta.getNamespace(), meta.getName()));
    R given = FromDocument.given(document, type);
    List<String> frozen = SpecRules.frozenChanges(now, given);
    if (frozen.isEmpty()) {
      R updated = FromDocument.over(now, given, file, type);
      if (!Formats.tree(updated).equals(Formats.tree(now))) {
        put(updated);
      }
    }
    return frozen;
  }

  /** Writes it, or removes it for good where it is deleted and nothing holds it any more. */
  private R put(R resource) {
    ObjectMeta meta = resource.getMetadata();
    long version = Long.parseLong(meta.getResourceVersion()) + 1;
    meta.setResourceVersion(Long.toString(version));
    String id = id(meta.getNamespace(), meta.getName());
    if (meta.getDeletionTimestamp() != null && meta.getFinalizers().isEmpty()) {
      files.delete(meta.getNamespace(), meta.getName());
      all.remove(id);
    } else {
      files.write(meta.getNamespace(), meta.getName(), resource);
      all.put(id, resource);
    }
    changes.tell(key(meta));
    return copy(resource);
  }

  @Override
  public void onChange(Consumer<ResourceKey> consumer) {
    changes.listen(kind, consumer);
  }

  /** Tells of every resource as of a change. */
  void tellAll() {
    tellAll(resource -> true);
  }

  void tellAll(Predicate<R> wanted) {
    list().stream().filter(wanted).forEach(resource -> changes.tell(key(resource.getMetadata())));
  }

  private ResourceKey key(ObjectMeta meta) {
    return new ResourceKey(kind, meta.getNamespace(), meta.getName());
  }

  private R copy(R resource) {
    return Formats.copy(resource, type);
  }

  private static String id(String namespace, String name) {
    return namespace + "." + name;
  }
}
