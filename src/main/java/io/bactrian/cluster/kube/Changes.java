package io.bactrian.cluster.kube;

import io.bactrian.cluster.ResourceKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between watches, which must never wait, and consumers, which may: each resource stands in the
 * queue at most once, however often it changes meanwhile.
 */
final class Changes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  private final List<Consumer<ResourceKey>> consumers = new CopyOnWriteArrayList<>();
  private final Set<ResourceKey> waiting = new LinkedHashSet<>();
  private final Thread thread;
  private boolean closed;

  Changes(String kind) {
    thread = new Thread(this::deliver, "changes-" + kind);
    thread.setDaemon(true);
  }

  void add(Consumer<ResourceKey> consumer) {
    consumers.add(consumer);
  }

  void start() {
    thread.start();
  }

  synchronized void tell(ResourceKey key) {
    if (waiting.add(key)) {
      notifyAll();
    }
  }

  private void deliver() {
    try {
      for (ResourceKey key = next(); key != null; key = next()) {
        for (Consumer<ResourceKey> consumer : consumers) {
          deliver(consumer, key);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
