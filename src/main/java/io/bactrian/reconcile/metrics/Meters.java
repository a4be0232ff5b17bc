package io.bactrian.reconcile.metrics;

import io.bactrian.reconcile.metrics.MetricNames.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** Makes meters as {@link MetricNames} describes them. */
final class Meters {
  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param values of the metric's labels, in their order
   */
  Counter counter(Metric metric, String... values) {
    return Counter.builder(metric.meter())
        .description(metric.description())
        .tags(tags(metric, values))
        .register(registry);
  }

  /**
   * @param buckets upper bounds of the histogram
   */
  Timer timer(Metric metric, Duration[] buckets, String... values) {
    return Timer.builder(metric.meter())
        .description(metric.description())
        .tags(tags(metric, values))
        .serviceLevelObjectives(buckets)
        .register(registry);
  }

  void gauge(Metric metric, Supplier<Number> value, String... values) {
    Gauge.builder(metric.meter(), value)
        .description(metric.description())
        .tags(tags(metric, values))
        .strongReference(true)
        .register(registry);
  }

  MultiGauge rows(Metric metric) {
    return MultiGauge.builder(metric.meter()).description(metric.description()).register(registry);
  }

  static MultiGauge.Row<?> row(Metric metric, Number value, String... values) {
    return MultiGauge.Row.of(tags(metric, values), value);
  }

  private static Tags tags(Metric metric, String... values) {
    if (values.length != metric.labels().size()) {
      throw new IllegalArgumentException(metric.name() + " has the labels " + metric.labels());
    }
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(metric.labels().get(i), values[i]);
    }
    return tags;
  }
}
