package io.bactrian.cluster.kube;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.ProgressStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks workers how far they are. A worker that does not answer is no error. */
final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int LONGEST = 16 * 1024;
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  Progress(int port) {
    this.port = port;
  }

  /**
   * @param uid of the resource: on a host's network another worker may hold the port, and shall not
   *     answer
   */
  Optional<ProgressStatus> ask(String address, String uid, String attempt) {
    if (port == 0) {
      return Optional.empty();
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://"
                          + host
                          + ":"
                          + port
                          + "/progress?uid="
                          + uid
                          + "&attempt="
                          + attempt))
              .timeout(LIMIT)
              .build();
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
          .thenApply(Progress::read)
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
      LOG.debug("no progress from {}", host, e);
      return Optional.empty();
    }
  }

  private static Optional<ProgressStatus> read(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      byte[] text = body.readNBytes(LONGEST);
      return answer.statusCode() == 200
          ? Optional.ofNullable(JSON.readValue(text, ProgressStatus.class))
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("no progress that can be read", e);
      return Optional.empty();
    }
  }
}
