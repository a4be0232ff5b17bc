package io.bactrian.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the operator on a {@link WarmUpApi} until it has passed over a resource of each kind and
 * told how it is; then ends it as a signal would.
 */
final class WarmUpOperator {
  private static final int SECONDS = 120;
  private static final int SIGTERM = 143;

  private WarmUpOperator() {}

  /** 0, or 1 where it did not get so far. */
  static int run() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    try (WarmUpApi api = new WarmUpApi(vertx)) {
      System.setProperty("kubeconfig", "/dev/null");
      System.setProperty("kubernetes.master", api.start());
      System.setProperty("kubernetes.certs.ca.file", api.authority());
      int port = freePort();
      List<String> command =
          List.of("operator", "--port=" + port, "--set=bactrian.worker.image=warm-up");
      CompletableFuture<Integer> operator =
          CompletableFuture.supplyAsync(() -> WarmUpVerb.run(command), WarmUpOperator::start);
      boolean told = api.passed(SECONDS, TimeUnit.SECONDS) && tells(port);
      Interruption.pretend(SIGTERM);
      return told && operator.get(SECONDS, TimeUnit.SECONDS) == SIGTERM ? 0 : 1;
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static boolean tells(int port) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!answers(port, "/observe/health/ready")) {
      if (System.nanoTime() > until) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return answers(port, "/observe/health/live") && answers(port, "/observe/metrics");
  }

  private static boolean answers(int port, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    if (connection.getResponseCode() != 200) {
      return false;
    }
    try (InputStream in = connection.getInputStream()) {
      in.readAllBytes();
    }
    return true;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
