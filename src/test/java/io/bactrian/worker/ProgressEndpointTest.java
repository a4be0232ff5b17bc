package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerOrder;
import io.bactrian.testing.Ports;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressEndpointTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, 200",
        "uid=mine, 200",
        "uid=mine&attempt=2, 200",
        "uid=another&attempt=2, 404",
        "uid=mine&attempt=1, 404",
        "more=words, 200"
      })
  void onlyWhoMeansThisWorker_isTold(String query, int status) throws Exception {
    WorkerOrder order = new WorkerOrder();
    order.uid = "mine";
    order.attempt = 2;
    int port = Ports.free();
    try (ProgressEndpoint open =
        ProgressEndpoint.start(port, order, ProgressStatus::new).orElseThrow()) {
      URI uri =
          URI.create("http://127.0.0.1:" + port + "/progress" + (query == null ? "" : "?" + query));
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(status);
    }
  }
}
