package io.bactrian.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy before a real store that spoils chosen requests, by method and path, as a {@link
 * FaultPlan}'s rules say; {@code op} is the method in lower case. Faults: a status ({@code 503},
 * {@code 403}), which the proxy answers itself; {@code reset}: before the store hears of it; {@code
 * cut}: after half of the request's body; {@code mute}: after the store has done it, for ever. One
 * request a connection, so that each one is met.
 */
public final class HttpFaultProxy implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern EXPECT = Pattern.compile("(?im)^expect:.*\r\n");
  private static final Pattern CONNECTION = Pattern.compile("(?im)^connection:.*\r\n");

  private final ServerSocket listener;
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
    listener = new ServerSocket(0, 50, listen);
    thread(this::accept);
  }

  public String endpoint() {
    return "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
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

  private interface Task {
    void run() throws IOException;
  }

  private static void thread(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                return; // one side went first: the other sees it too
              }
            },
            "http-fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      thread(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      String[] words = head.split(" ", 3);
      String path = URLDecoder.decode(words[1].replaceAll("\\?.*", ""), StandardCharsets.UTF_8);
      requests.add(words[0] + " " + path);
      String fault = fault(words[0].toLowerCase(java.util.Locale.ROOT), path);
      Matcher matcher = LENGTH.matcher(head);
      long length = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
      if (fault.isEmpty()) {
        relay(client, head, Long.MAX_VALUE);
      } else if (fault.equals("reset")) {
        client.setSoLinger(true, 0);
      } else if (fault.equals("cut")) {
        relay(client, head, length / 2);
      } else if (fault.equals("mute")) {
        mute(client, head);
      } else {
        answer(client, head, length, fault);
      }
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

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last = last << 8 | b;
      if (last == 0x0d0a0d0a) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private void relay(Socket client, String head, long limit) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      String one = CONNECTION.matcher(head).replaceAll("");
      one = one.substring(0, one.length() - 2) + "Connection: close\r\n\r\n";
      server.getOutputStream().write(one.getBytes(StandardCharsets.ISO_8859_1));
      if (limit < Long.MAX_VALUE) {
        pump(client.getInputStream(), server.getOutputStream(), limit);
        client.setSoLinger(true, 0);
        return;
      }
      thread(() -> pump(client.getInputStream(), server.getOutputStream(), limit));
      pump(server.getInputStream(), client.getOutputStream(), Long.MAX_VALUE);
      client.shutdownOutput();
    }
  }

  /** The store hears of it and does it; the client never hears of that, however long it waits. */
  private void mute(Socket client, String head) throws IOException {
    if (head.toLowerCase(java.util.Locale.ROOT).contains("expect: 100-continue")) {
      client
          .getOutputStream()
          .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      String one = CONNECTION.matcher(EXPECT.matcher(head).replaceAll("")).replaceAll("");
      server
          .getOutputStream()
          .write(
              (one.substring(0, one.length() - 2) + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      thread(() -> server.getInputStream().transferTo(OutputStream.nullOutputStream()));
      pump(client.getInputStream(), server.getOutputStream(), Long.MAX_VALUE);
    }
  }

  private static void pump(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long left = limit;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        return;
      }
      out.write(buffer, 0, n);
      out.flush();
      left -= n;
    }
  }

  private static void answer(Socket client, String head, long length, String status)
      throws IOException {
    if (!head.toLowerCase(java.util.Locale.ROOT).contains("expect: 100-continue")) {
      pump(client.getInputStream(), OutputStream.nullOutputStream(), length);
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
            + (head.startsWith("HEAD") ? "" : body);
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    client.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
