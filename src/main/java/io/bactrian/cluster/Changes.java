package io.bactrian.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between those who see a change, who must never wait, and consumers, who may: told on a thread of
 * its own, first come, first served. Each resource stands in the queue at most once, however often
 * it changes meanwhile. Thread-safe.
 */
public final class Changes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final Map<String, List<Consumer<ResourceKey>>> consumers = new ConcurrentHashMap<>();
  private final Set<ResourceKey> waiting = new LinkedHashSet<>();
  private final Thread thread;
  private boolean closed;

  /**
   * @param name of the thread
   */
  public Changes(String name) {
    thread = new Thread(this::deliver, name);
    thread.setDaemon(true);
  }

  /** Tells of resources of this kind from {@link #start} on. */
  public void listen(String kind, Consumer<ResourceKey> consumer) {
    consumers.computeIfAbsent(kind, any -> new CopyOnWriteArrayList<>()).add(consumer);
  }

  /** Once. */
  public void start() {
    thread.start();
  }

  /** Returns at once. */
  public synchronized void tell(ResourceKey key) {
    if (waiting.add(key)) {
      notifyAll();
    }
  }

  private void deliver() {
    try {
      for (ResourceKey key = next(); key != null; key = next()) {
        for (Consumer<ResourceKey> consumer : consumers.getOrDefault(key.kind(), List.of())) {
          deliver(consumer, key);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private static void deliver(Consumer<ResourceKey> consumer, ResourceKey key) {
    try {
      consumer.accept(key);
    } catch (RuntimeException e) {
      LOG.error("a change of {} was not taken", key, e);
    }
  }

  private synchronized ResourceKey next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    ResourceKey key = waiting.iterator().next();
    waiting.remove(key);
    return key;
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
