package io.bactrian.reconcile.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.reconcile.WorkQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the operator says of its queues. */
class PassMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicBoolean leads = new AtomicBoolean();
  private final WorkQueue queue = new WorkQueue(Clock.systemUTC());

  @Test
  void queueDepth_isShownByTheLeaderOnly() {
    new PassMetrics(registry, leads::get).watch("Backup", queue);
    queue.add(new ResourceKey("Backup", "shop", "first"));
    queue.add(new ResourceKey("Backup", "shop", "second"));
    assertThat(depth()).isZero();
    leads.set(true);
    assertThat(depth()).isEqualTo(2);
  }

  private double depth() {
    return registry
        .get(MetricNames.QUEUE_DEPTH.meter())
        .tag("controller", "backup")
        .gauge()
        .value();
  }
}
