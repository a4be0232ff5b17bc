package io.bactrian.route.operator;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.reconcile.Again;
import io.bactrian.reconcile.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes resources from the queue, one for each of its threads. Suspended or stopped, it hands out
 * nothing new and finishes what is under way; the queue keeps what comes meanwhile.
 */
final class BactrianConsumer extends DefaultConsumer implements Suspendable {
  /** Variable that holds the ResourceKey while the body changes. */
  static final String RESOURCE = "resource";

  private static final Logger LOG = LoggerFactory.getLogger(BactrianConsumer.class);
  private static final Duration LOST_AND_FOUND = Duration.ofMinutes(1);
  private static final long STOP_SECONDS = 30;

  private final WorkQueue queue;
  private final int concurrency;
  private final String name;
  private final AtomicInteger alive = new AtomicInteger();
  private final Map<ResourceKey, Long> underWay = new ConcurrentHashMap<>();
  private ExecutorService threads;

  BactrianConsumer(BactrianEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.queue = endpoint.queue();
    this.concurrency = endpoint.getConcurrency();
    this.name = endpoint.getResources();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    queue.open();
    queue.release(WorkQueue.Hold.SUSPENDED);
    threads =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newFixedThreadPool(this, "bactrian-" + name, concurrency);
    alive.set(concurrency);
    for (int i = 0; i < concurrency; i++) {
      threads.execute(this::work);
    }
  }

  @Override
  protected void doSuspend() {
    queue.hold(WorkQueue.Hold.SUSPENDED);
  }

  @Override
  protected void doResume() {
    queue.release(WorkQueue.Hold.SUSPENDED);
  }

  @Override
  protected void doStop() throws Exception {
    queue.close();
    threads.shutdown();
    if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("{}: still under way after {} s: {}", name, STOP_SECONDS, underWay.keySet());
      threads.shutdownNow();
    }
    super.doStop();
  }

  private void work() {
    try {
      for (var key = queue.take(); key.isPresent(); key = queue.take()) {
        handle(key.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      alive.decrementAndGet();
    }
  }

  private void handle(ResourceKey key) {
    Again again = Again.at(Instant.now().plus(LOST_AND_FOUND));
    underWay.put(key, System.nanoTime());
    try {
      again = pass(key);
    } catch (RuntimeException e) {
      LOG.error("{}: the routes failed, again in {}", key, LOST_AND_FOUND, e);
    } finally {
      underWay.remove(key);
      queue.done(key, again);
    }
  }

  private Again pass(ResourceKey key) {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(key);
      exchange.setVariable(RESOURCE, key);
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      return exchange.getMessage().getMandatoryBody(Again.class);
    } catch (Exception e) {
      throw new IllegalStateException("no route said when to look at it again", e);
    } finally {
      releaseExchange(exchange, false);
    }
  }

  /** Whether every thread that should take work is there. */
  boolean complete() {
    return !isStarted() || alive.get() == concurrency;
  }

  /** A resource whose pass takes longer than that. */
  Optional<ResourceKey> stuck(Duration longest) {
    long now = System.nanoTime();
    return underWay.entrySet().stream()
        .filter(entry -> now - entry.getValue() > longest.toNanos())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
