package io.bactrian.cluster;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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
  private boolean delivering;
  private long told;
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
    told++;
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

  /**
   * Whether consumers got everything, and are through with it by their own word, and nothing was
   * told meanwhile: so nothing is under way between the two.
   *
   * @param through asked after the consumers got everything
   */
  public boolean settled(BooleanSupplier through) {
    long before = delivered();
    return before >= 0 && through.getAsBoolean() && before == delivered();
  }

  /** How much was told; negative while some of it is on its way. */
  private synchronized long delivered() {
    return waiting.isEmpty() && !delivering ? told : -1;
  }

  private synchronized ResourceKey next() throws InterruptedException {
    delivering = false;
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    ResourceKey key = waiting.iterator().next();
    waiting.remove(key);
    delivering = true;
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
