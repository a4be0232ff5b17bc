package io.bactrian.cluster.directory;

import io.bactrian.cluster.ResourceKey;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells consumers which resources changed, on a thread of its own: whoever rings never waits, and
 * many rings for one resource are told once.
 */
final class Bell implements AutoCloseable {
  private final Map<String, CopyOnWriteArrayList<Consumer<ResourceKey>>> consumers =
      new ConcurrentHashMap<>();
  private final Set<ResourceKey> rung = new LinkedHashSet<>();
  private final Thread thread = new Thread(this::tellAll, "directory-changes");
  private boolean closed;

  void listen(String kind, Consumer<ResourceKey> consumer) {
    consumers.computeIfAbsent(kind, any -> new CopyOnWriteArrayList<>()).add(consumer);
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void ring(ResourceKey key) {
    rung.add(key);
    notifyAll();
  }

  private void tellAll() {
    try {
      while (true) {
        tell(next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private synchronized ResourceKey next() throws InterruptedException {
    while (rung.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      throw new InterruptedException();
    }
    ResourceKey key = rung.iterator().next();
    rung.remove(key);
    return key;
  }

  private void tell(ResourceKey key) {
    for (Consumer<ResourceKey> consumer :
        consumers.getOrDefault(key.kind(), new CopyOnWriteArrayList<>())) {
      consumer.accept(key);
    }
  }

  /** Nothing more is told; a consumer that blocks is interrupted. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
