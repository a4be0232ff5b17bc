package io.bactrian.storm;

import io.bactrian.testing.ControlPlane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Plain HTTP before a real API server, for one operator: passes all on, one request a connection,
 * and kills the operator at a request that meets a strike, before that goes through or after it is
 * done; no answer to it comes back.
 */
final class Gate implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");

  private final ServerSocket listener;
  private final SSLSocketFactory tls;
  private final int target;
  private final Strikes strikes;
  private final Runnable kill;

  /**
   * @param kill returns when the operator is dead
   */
  Gate(ControlPlane plane, Strikes strikes, Runnable kill) {
    this.strikes = strikes;
    this.kill = kill;
    target = URI.create(plane.url()).getPort();
    try {
      tls = trusting(plane);
      listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    thread(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
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
            "gate");
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
      byte[] body = body(head, client.getInputStream());
      String[] words = head.split(" ", 3);
      Optional<Strike> strike =
          words[0].equals("GET")
              ? Optional.empty()
              : strikes.meet(words[0], words[1], new String(body, StandardCharsets.UTF_8));
      if (strike.isEmpty()) {
        relay(client, head, body);
      } else {
        if (strike.get().after()) {
          done(head, body);
        }
        kill.run();
        strikes.struck();
      }
    }
  }

  private static byte[] body(String head, InputStream in) throws IOException {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
  }

  /** Sends it and reads the whole answer: then it is done. */
  private void done(String head, byte[] body) throws IOException {
    try (Socket server = send(head, body)) {
      server.getInputStream().readAllBytes();
    }
  }

  private Socket send(String head, byte[] body) throws IOException {
    Socket server = tls.createSocket(InetAddress.getLoopbackAddress(), target);
    server.getOutputStream().write(oneOnly(head).getBytes(StandardCharsets.ISO_8859_1));
    server.getOutputStream().write(body);
    server.getOutputStream().flush();
    return server;
  }

  private static String oneOnly(String head) {
    if (head.toLowerCase(java.util.Locale.ROOT).contains("upgrade: websocket")) {
      return head;
    }
    String one = head.replaceAll("(?im)^connection:.*\r\n", "");
    return one.substring(0, one.length() - 2) + "Connection: close\r\n\r\n";
  }

  private void relay(Socket client, String head, byte[] body) throws IOException {
    try (Socket server = send(head, body)) {
      thread(() -> pump(client, server));
      pump(server, client);
    }
  }

  /** Where one direction ends, so does the connection. */
  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
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

  private static SSLSocketFactory trusting(ControlPlane plane)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(plane.directory().resolve("pki/ca.crt"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      return; // it is closed, which is what was wanted
    }
  }
}
