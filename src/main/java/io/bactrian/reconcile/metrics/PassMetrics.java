package io.bactrian.reconcile.metrics;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.reconcile.PassListener;
import io.bactrian.reconcile.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** How the operator itself is doing: passes, failures, queues, leadership. */
public final class PassMetrics implements PassListener {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1)
  };

  private final Meters meters;
  private final BooleanSupplier leads;

  public PassMetrics(MeterRegistry registry, BooleanSupplier leads) {
    this.meters = new Meters(registry);
    this.leads = leads;
    meters.gauge(MetricNames.LEADER, () -> leads.getAsBoolean() ? 1 : 0);
  }

  /**
   * Shows a controller's queue, and its counters from 0 on. What one that does not lead has in its
   * queue waits for nothing but the lease, and is not shown.
   */
  public void watch(String kind, WorkQueue queue) {
    String controller = controller(kind);
    meters.gauge(
        MetricNames.QUEUE_DEPTH, () -> leads.getAsBoolean() ? queue.depth() : 0, controller);
    meters.gauge(MetricNames.TIMERS, queue::timers, controller);
    meters.counter(MetricNames.RECONCILE_ERRORS, controller);
    meters.counter(MetricNames.RECONCILE_CONFLICTS, controller);
    meters.timer(MetricNames.RECONCILE_DURATION, BUCKETS, controller);
  }

  @Override
  public void passEnded(ResourceKey key, Duration took, boolean failed) {
    meters.timer(MetricNames.RECONCILE_DURATION, BUCKETS, controller(key.kind())).record(took);
  }

  public void failed(ResourceKey key) {
    meters.counter(MetricNames.RECONCILE_ERRORS, controller(key.kind())).increment();
  }

  public void conflict(ResourceKey key) {
    meters.counter(MetricNames.RECONCILE_CONFLICTS, controller(key.kind())).increment();
  }

  private static String controller(String kind) {
    return kind.toLowerCase(Locale.ROOT);
  }
}
