package io.bactrian.testing;

import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Resources of one kind with versions, compare-and-swap and finalizers, as an API server has them.
 * A test may write in between, or make writes fail.
 */
public final class SimulatedStore<R extends CustomResource<?, ?>> implements Resources<R> {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final String kind;
  private final Class<R> type;
  private final Map<String, R> stored = new TreeMap<>();
  private final List<Consumer<ResourceKey>> consumers = new CopyOnWriteArrayList<>();
  private final AtomicInteger statusWrites = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Runnable beforeWrite = () -> {};
  private long version;

  SimulatedStore(String kind, Class<R> type) {
    this.kind = kind;
    this.type = type;
  }

  private R copy(R resource) {
    return JSON.unmarshal(JSON.asJson(resource), type);
  }

  private static String id(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static String id(CustomResource<?, ?> resource) {
    return id(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /** Run before each write: may write itself, or throw. */
  public void beforeWrite(Runnable what) {
    beforeWrite = what;
  }

  /** Successful ones. */
  public int statusWrites() {
    return statusWrites.get();
  }

  public int conflicts() {
    return refused.get();
  }

  /** What is really there, whatever readers heard. */
  public synchronized R now(String name) {
    return copy(stored.get(id("ns", name)));
  }

  /** Somebody else changes something that matters to nobody. */
  public synchronized void touch(String name) {
    put(stored.get(id("ns", name)));
    ring("ns", name);
  }

  public void ring(String namespace, String name) {
    consumers.forEach(consumer -> consumer.accept(new ResourceKey(kind, namespace, name)));
  }

  private R put(R resource) {
    version++;
    resource.getMetadata().setResourceVersion(Long.toString(version));
    stored.put(id(resource), resource);
    return copy(resource);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public synchronized Optional<R> get(String namespace, String name) {
    return Optional.ofNullable(stored.get(id(namespace, name))).map(this::copy);
  }

  @Override
  public synchronized List<R> list() {
    return stored.values().stream().map(this::copy).toList();
  }

  @Override
  public R writeStatus(R resource) {
    beforeWrite.run();
    R after;
    synchronized (this) {
      R there = requireSame(resource);
      R changed = copy(resource);
      changed.getMetadata().setFinalizers(there.getMetadata().getFinalizers());
      after = put(changed);
    }
    statusWrites.incrementAndGet();
    ring(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    return after;
  }

  @Override
  public R writeFinalizers(R resource) {
    beforeWrite.run();
    R after;
    synchronized (this) {
      R changed = copy(requireSame(resource));
      changed.getMetadata().setFinalizers(resource.getMetadata().getFinalizers());
      after = put(changed);
      goIfFree(changed);
    }
    ring(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    return after;
  }

  private R requireSame(R resource) {
    R there = stored.get(id(resource));
    String expected = resource.getMetadata().getResourceVersion();
    if (there == null || !there.getMetadata().getResourceVersion().equals(expected)) {
      refused.incrementAndGet();
      throw new Conflict(id(resource) + " is not at version " + expected, null);
    }
    return there;
  }

  @Override
  public boolean create(R resource) {
    synchronized (this) {
      if (stored.containsKey(id(resource))) {
        return false;
      }
      R created = copy(resource);
      created.getMetadata().setUid(UUID.randomUUID().toString());
      created.getMetadata().setGeneration(1L);
      created.getMetadata().setCreationTimestamp(Instant.now().toString());
      put(created);
    }
    ring(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    return true;
  }

  @Override
  public void delete(String namespace, String name, String uid) {
    synchronized (this) {
      R there = stored.get(id(namespace, name));
      if (there == null || !there.getMetadata().getUid().equals(uid)) {
        return;
      }
      R changed = copy(there);
      changed.getMetadata().setDeletionTimestamp(Instant.now().toString());
      put(changed);
      goIfFree(changed);
    }
    ring(namespace, name);
  }

  private void goIfFree(R resource) {
    List<String> finalizers = resource.getMetadata().getFinalizers();
    boolean free = finalizers == null || finalizers.isEmpty();
    if (free && resource.getMetadata().getDeletionTimestamp() != null) {
      stored.remove(id(resource));
    }
  }

  @Override
  public void onChange(Consumer<ResourceKey> consumer) {
    consumers.add(consumer);
  }

  void disconnect() {
    consumers.clear();
  }

  void ringAll() {
    List<R> all;
    synchronized (this) {
      all = list();
    }
    all.forEach(r -> ring(r.getMetadata().getNamespace(), r.getMetadata().getName()));
  }
}
