package io.bactrian.docs;

import io.bactrian.reconcile.metrics.MetricNames;
import io.bactrian.reconcile.metrics.MetricNames.Metric;
import java.util.Locale;
import java.util.stream.Collectors;

/** docs/reference/metrics.md, from {@link MetricNames}. */
final class MetricsPage {
  private static final String HEAD =
      """
      # Metrics of the operator

      Made from `MetricNames.java`; a test compares. Served at `/observe/metrics`, port
      `bactrian.operator.port`. Counters count what this process did since its start; of several
      operators only the leader counts and shows the resources' gauges, so sums over pods are right.
      No label ever holds the id of a store instance. Beside these there are the JVM's own (`jvm_*`,
      `process_*`, `system_*`).

      | Metric | Type | Labels | Meaning |
      |---|---|---|---|
      """;

  private MetricsPage() {}

  static String text() {
    return MetricNames.ALL.stream()
        .map(MetricsPage::row)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static String row(Metric metric) {
    String type = metric.type().name().toLowerCase(Locale.ROOT);
    String labels =
        metric.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", "));
    String shown = type.equals("timer") ? "histogram, seconds" : type;
    return "| `%s` | %s | %s | %s |".formatted(metric.name(), shown, labels, metric.description());
  }
}
