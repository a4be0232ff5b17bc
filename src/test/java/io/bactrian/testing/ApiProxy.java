package io.bactrian.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Plain HTTP before a real API server: counts requests, answers some itself, and can fall silent,
 * as a firewall does that drops packets, or refuse, as a host that is down. One request a
 * connection.
 */
public final class ApiProxy implements AutoCloseable {
  private final Relay relay;
  private final ApiServerLink link;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();
  private volatile Predicate<String> faulty = request -> false;
  private volatile String fault = "";
  private final AtomicInteger delays = new AtomicInteger();
  private volatile Predicate<String> late = request -> false;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean silent;
  private volatile boolean refusing;

  public ApiProxy(ControlPlane plane) throws IOException {
    link = new ApiServerLink(plane);
    relay = new Relay("api-proxy", this::serve);
  }

  /** Where it listens. */
  public String url() {
    return relay.url();
  }

  public Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(relay.url())
        .withOauthToken("admin-token")
        .withHttp2Disable(true)
        .build();
  }

  /** Method and path with query of each request; {@code refused} for a connection that was. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public void forget() {
    requests.clear();
  }

  /** The next {@code times} requests that match get this status line and headers. */
  public void answer(Predicate<String> which, int times, String statusAndHeaders) {
    faulty = which;
    fault = statusAndHeaders;
    faults.set(times);
  }

  /**
   * The next {@code times} requests that match are done at once, and answered that much later: for
   * a client that does not wait for so long the answer is lost.
   */
  public void answerLate(Predicate<String> which, int times, Duration howMuch) {
    late = which;
    delay = howMuch;
    delays.set(times);
  }

  /** How many requests are still to be answered late. */
  public int delaysLeft() {
    return Math.max(0, delays.get());
  }

  public int faultsLeft() {
    return Math.max(0, faults.get());
  }

  /** Bytes are neither passed on nor refused; connections of that time never come back to life. */
  public void fallSilent() {
    silent = true;
  }

  /** Connections break, new ones are closed at once. */
  public void refuse() {
    refusing = true;
    cut();
  }

  public void recover() {
    silent = false;
    refusing = false;
  }

  public void cut() {
    relay.cut();
  }

  private void serve(Socket client) throws IOException {
    if (refusing) {
      requests.add("refused");
      client.close();
      return;
    }
    Optional<HttpHead> head = HttpHead.read(client.getInputStream());
    if (head.isEmpty() || silent) {
      return;
    }
    String request = head.get().method() + " " + head.get().target();
    requests.add(request);
    if (faulty.test(request) && faults.getAndDecrement() > 0) {
      answer(client);
    } else {
      boolean isLate = late.test(request) && delays.getAndDecrement() > 0;
      pass(client, head.get(), isLate ? delay : Duration.ZERO);
    }
  }

  private void answer(Socket client) throws IOException {
    String answer = "HTTP/1.1 " + fault + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    client.close();
  }

  private void pass(Socket client, HttpHead head, Duration pause) throws IOException {
    Socket server = relay.keep(link.open());
    server.getOutputStream().write(head.oneOnly());
    relay.thread(() -> pump(client, server));
    if (!pause.isZero()) {
      LockSupport.parkNanos(pause.toNanos());
    }
    pump(server, client);
  }

  /** Where one direction ends, so does the connection, unless silence fell: then it hangs. */
  private void pump(Socket from, Socket to) {
    try {
      byte[] buffer = new byte[16 * 1024];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (silent) {
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
      Relay.drop(to);
      Relay.drop(from);
    } catch (IOException e) {
      Relay.drop(to);
      Relay.drop(from);
    }
  }

  @Override
  public void close() {
    relay.close();
    cut();
  }
}
