package io.bactrian.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.reconcile.metrics.MetricNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and dashboard use metrics that exist; promtool in .ci/run tries the alerts themselves. */
final class MonitoringTest {
  private static final Path MONITORING = Path.of("deploy", "monitoring");

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yaml", "dashboard.json"})
  void metrics_areThoseOfTheOperator(String file) {
    assertThat(Documents.metrics(MONITORING.resolve(file))).isNotEmpty().isSubsetOf(series());
  }

  @Test
  void everyMetric_isShownSomewhere() {
    Set<String> shown = new TreeSet<>(Documents.metrics(MONITORING.resolve("alerts.yaml")));
    shown.addAll(Documents.metrics(MONITORING.resolve("dashboard.json")));

    List<String> unseen =
        MetricNames.ALL.stream()
            .filter(metric -> metric.series().stream().noneMatch(shown::contains))
            .map(MetricNames.Metric::name)
            .toList();

    assertThat(unseen).isEmpty();
  }

  @Test
  void everyAlert_isTestedAndHasAPageEntry() {
    String tests = Documents.text(MONITORING.resolve("alerts-test.yaml"));
    String page = Documents.text(Path.of("docs", "alerts.md"));

    assertThat(alerts().toList()).isNotEmpty();
    assertThat(alerts())
        .allSatisfy(
            alert -> {
              String name = alert.path("alert").asText();
              assertThat(tests).contains("alertname: " + name);
              assertThat(page).contains("#### " + name + "\n");
              assertThat(alert.at("/annotations/runbook").asText())
                  .isEqualTo("docs/alerts.md#" + name.toLowerCase(java.util.Locale.ROOT));
            });
  }

  private static Stream<JsonNode> alerts() {
    return Documents.documents(MONITORING.resolve("alerts.yaml")).stream()
        .flatMap(document -> Documents.stream(document.path("groups")))
        .flatMap(group -> Documents.stream(group.path("rules")));
  }

  private static Set<String> series() {
    return MetricNames.ALL.stream()
        .flatMap(metric -> metric.series().stream())
        .collect(Collectors.toSet());
  }
}
