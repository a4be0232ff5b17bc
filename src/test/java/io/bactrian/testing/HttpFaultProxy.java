package io.bactrian.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy before a real store that spoils chosen requests, by method and path, as a {@link
 * FaultPlan}'s rules say; {@code op} is the method in lower case. Faults: a status ({@code 503},
 * {@code 403}), which the proxy answers itself; {@code reset}: before the store hears of it; {@code
 * cut}: after half of the request's body; {@code mute}: after the store has done it, for ever. One
 * request a connection, so that each one is met.
 */
public final class HttpFaultProxy implements AutoCloseable {
  private final Relay relay;
  private final int target;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile List<FaultRule> rules = List.of();

  public HttpFaultProxy(int targetPort) throws IOException {
    this(targetPort, InetAddress.getLoopbackAddress());
  }

  /**
   * @param listen an address of this machine
   */
  public HttpFaultProxy(int targetPort, InetAddress listen) throws IOException {
    target = targetPort;
    relay = new Relay("http-fault-proxy", listen, this::serve);
  }

  public String endpoint() {
    return relay.url();
  }

  /** One rule from now on, instead of those before; none without members. */
  public void rule(Map<String, String> rule) {
    rules = rule.isEmpty() ? List.of() : List.of(new FaultRule(rule));
    requests.clear();
  }

  /** Method and path of each request since the last rule. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      Optional<HttpHead> head = HttpHead.read(client.getInputStream());
      if (head.isPresent()) {
        serve(client, head.get());
      }
    }
  }

  private void serve(Socket client, HttpHead head) throws IOException {
    String path = URLDecoder.decode(head.target().replaceAll("\\?.*", ""), StandardCharsets.UTF_8);
    requests.add(head.method() + " " + path);
    String fault = fault(head.method().toLowerCase(Locale.ROOT), path);
    switch (fault) {
      case "" -> pass(client, head);
      case "reset" -> client.setSoLinger(true, 0);
      case "cut" -> cut(client, head);
      case "mute" -> mute(client, head);
      default -> answer(client, head, fault);
    }
  }

  private synchronized String fault(String method, String path) {
    for (FaultRule rule : rules) {
      String fault = rule.meet(method, path);
      if (fault != null) {
        return fault;
      }
    }
    return "";
  }

  private Socket send(HttpHead head) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    server.getOutputStream().write(head.oneOnly());
    return server;
  }

  private void pass(Socket client, HttpHead head) throws IOException {
    try (Socket server = send(head)) {
      relay.thread(
          () -> Relay.pass(client.getInputStream(), server.getOutputStream(), Long.MAX_VALUE));
      Relay.pass(server.getInputStream(), client.getOutputStream(), Long.MAX_VALUE);
      client.shutdownOutput();
    }
  }

  private void cut(Socket client, HttpHead head) throws IOException {
    try (Socket server = send(head)) {
      Relay.pass(client.getInputStream(), server.getOutputStream(), head.contentLength() / 2);
      client.setSoLinger(true, 0);
    }
  }

  /** The store hears of it and does it; the client never hears of that, however long it waits. */
  private void mute(Socket client, HttpHead head) throws IOException {
    if (head.waitsForContinue()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    try (Socket server = send(head.withoutExpect())) {
      relay.thread(() -> server.getInputStream().transferTo(OutputStream.nullOutputStream()));
      Relay.pass(client.getInputStream(), server.getOutputStream(), Long.MAX_VALUE);
    }
  }

  private static void answer(Socket client, HttpHead head, String status) throws IOException {
    if (!head.waitsForContinue()) {
      Relay.pass(client.getInputStream(), OutputStream.nullOutputStream(), head.contentLength());
    }
    String code = status.equals("403") ? "AccessDenied" : "SlowDown";
    String body =
        "<?xml version=\"1.0\"?><Error><Code>"
            + code
            + "</Code><Message>spoiled by the proxy</Message></Error>";
    String answer =
        "HTTP/1.1 "
            + status
            + " Spoiled\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + (head.method().equals("HEAD") ? "" : body);
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    client.shutdownOutput();
  }

  @Override
  public void close() {
    relay.close();
  }
}
