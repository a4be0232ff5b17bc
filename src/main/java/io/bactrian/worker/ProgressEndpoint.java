package io.bactrian.worker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerOrder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /progress} and {@code GET /healthz}, for the operator. One daemon thread, the JDK's
 * own server: 20 ms and a few hundred KB. Never a reason to fail.
 */
public final class ProgressEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressEndpoint.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService thread;

  private ProgressEndpoint(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * Empty, with a warning, where the port cannot be had. Who asks for another uid or attempt gets
   * 404: on a host's network the port may be another worker's.
   *
   * @param port 0: off
   */
  public static Optional<ProgressEndpoint> start(
      int port, WorkerOrder order, Supplier<ProgressStatus> progress) {
    if (port == 0) {
      return Optional.empty();
    }
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 16);
      ExecutorService thread = Executors.newSingleThreadExecutor(ProgressEndpoint::daemon);
      server.setExecutor(thread);
      server.createContext(
          "/progress",
          asked -> answer(asked, isMeant(asked, order) ? 200 : 404, json(progress.get())));
      server.createContext(
          "/healthz", asked -> answer(asked, 200, "ok".getBytes(StandardCharsets.US_ASCII)));
      server.start();
      return Optional.of(new ProgressEndpoint(server, thread));
    } catch (IOException e) {
      LOG.warn("port {} cannot be had, no progress is shown: {}", port, e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isMeant(HttpExchange asked, WorkerOrder order) {
    Map<String, String> mine =
        Map.of("uid", Objects.toString(order.uid, ""), "attempt", Integer.toString(order.attempt));
    String query = Objects.requireNonNullElse(asked.getRequestURI().getQuery(), "");
    return Arrays.stream(query.split("&"))
        .map(parameter -> parameter.split("=", 2))
        .allMatch(pair -> pair.length < 2 || pair[1].equals(mine.getOrDefault(pair[0], pair[1])));
  }

  private static byte[] json(ProgressStatus status) throws IOException {
    return JSON.writeValueAsBytes(status);
  }

  private static void answer(HttpExchange asked, int status, byte[] body) throws IOException {
    try (asked) {
      if (!asked.getRequestMethod().equals("GET")) {
        asked.sendResponseHeaders(405, -1);
        return;
      }
      asked.getResponseHeaders().set("Content-Type", "application/json");
      asked.sendResponseHeaders(status, body.length);
      asked.getResponseBody().write(body);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress-endpoint");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
