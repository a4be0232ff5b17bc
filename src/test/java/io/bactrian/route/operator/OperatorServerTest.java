package io.bactrian.route.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.cluster.Leadership;
import io.bactrian.reconcile.metrics.MetricNames;
import io.bactrian.testing.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health and metrics as a kubelet and Prometheus see them. */
@Timeout(300)
class OperatorServerTest {
  private final HttpClient http = HttpClient.newHttpClient();

  private HttpResponse<String> get(OperatorRig rig, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + rig.port.getAsInt() + "/observe/" + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void healthAndMetrics_areThere_andNoMetricIsUnknown() throws Exception {
    try (OperatorRig rig = new OperatorRig()) {
      rig.port = OptionalInt.of(Ports.free());
      rig.add("one");
      rig.start();
      await().until(() -> rig.phase("one").equals("Scheduled"));
      assertThat(get(rig, "health/live").statusCode()).isEqualTo(200);
      assertThat(get(rig, "health/ready").statusCode()).isEqualTo(200);
      await()
          .untilAsserted(
              () ->
                  assertThat(get(rig, "metrics").body())
                      .contains("bactrian_leader 1.0")
                      .contains("bactrian_backup_total{mode=\"snapshot\"} 1.0")
                      .contains("bactrian_resources{kind=\"Backup\",phase=\"Scheduled\"} 1.0"));
      assertThat(shown(get(rig, "metrics").body())).isSubsetOf(series());
    }
  }

  private static Set<String> shown(String scraped) {
    return Arrays.stream(scraped.split("\n"))
        .filter(line -> line.startsWith("bactrian_"))
        .map(line -> line.replaceFirst("[{ ].*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> series() {
    return MetricNames.ALL.stream()
        .flatMap(metric -> metric.series().stream())
        .collect(Collectors.toSet());
  }

  /** A check that Camel never asks answers 200 as well: it has to be in the list. */
  @Test
  void eachProbe_asksItsOwnCheck_andNotTheOther() throws Exception {
    try (OperatorRig rig = new OperatorRig()) {
      rig.port = OptionalInt.of(Ports.free());
      rig.start();
      assertThat(get(rig, "health/live").body())
          .contains("\"name\":\"work\"")
          .doesNotContain("\"name\":\"cluster\"");
      assertThat(get(rig, "health/ready").body())
          .contains("\"name\":\"cluster\"")
          .doesNotContain("\"name\":\"work\"");
    }
  }

  @Test
  void anOperatorThatDoesNotLead_isReady_andOneThatHearsNothing_isNot() throws Exception {
    try (OperatorRig rig = new OperatorRig()) {
      rig.port = OptionalInt.of(Ports.free());
      rig.leadership = new Follower();
      rig.add("one");
      rig.start();
      assertThat(get(rig, "health/ready").statusCode()).isEqualTo(200);
      assertThat(get(rig, "metrics").body()).contains("bactrian_leader 0.0");
      rig.cluster.healthy(false);
      assertThat(get(rig, "health/ready").statusCode()).isEqualTo(503);
      assertThat(get(rig, "health/live").statusCode()).isEqualTo(200);
      assertThat(rig.phase("one")).isEmpty();
    }
  }

  /** Never wins. */
  private static final class Follower implements Leadership {
    @Override
    public void campaign(Runnable won, Runnable lost) {}

    @Override
    public boolean leads() {
      return false;
    }

    @Override
    public void close() {}
  }
}
