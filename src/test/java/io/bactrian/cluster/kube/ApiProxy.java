package io.bactrian.cluster.kube;

import io.bactrian.testing.ControlPlane;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Plain HTTP before a real API server: counts requests, answers some itself, and can fall silent,
 * as a firewall does that drops packets, or refuse, as a host that is down. One request a
 * connection.
 */
final class ApiProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final SSLSocketFactory tls;
  private final int target;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger faults = new AtomicInteger();
  private volatile Predicate<String> faulty = request -> false;
  private volatile String fault = "";
  private volatile boolean silent;
  private volatile boolean refusing;

  ApiProxy(ControlPlane plane) throws IOException, GeneralSecurityException {
    target = URI.create(plane.url()).getPort();
    tls = trusting(plane.directory().resolve("pki/ca.crt"));
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + listener.getLocalPort())
        .withOauthToken("admin-token")
        .withHttp2Disable(true)
        .build();
  }

  /** Method and path with query of each request; {@code refused} for a connection that was. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  void forget() {
    requests.clear();
  }

  /** The next {@code times} requests that match get this status line and headers. */
  void answer(Predicate<String> which, int times, String statusAndHeaders) {
    faulty = which;
    fault = statusAndHeaders;
    faults.set(times);
  }

  int faultsLeft() {
    return Math.max(0, faults.get());
  }

  /** Bytes are neither passed on nor refused; connections of that time never come back to life. */
  void fallSilent() {
    silent = true;
  }

  /** Connections break, new ones are closed at once. */
  void refuse() {
    refusing = true;
    cut();
  }

  void recover() {
    silent = false;
    refusing = false;
  }

  void cut() {
    sockets.forEach(ApiProxy::close);
    sockets.clear();
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
                return; // the other side sees it too
              }
            },
            "api-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      if (refusing) {
        requests.add("refused");
        close(client);
      } else {
        sockets.add(client);
        thread(() -> serve(client));
      }
    }
  }

  private void serve(Socket client) throws IOException {
    String head = head(client.getInputStream());
    if (head.isEmpty() || silent) {
      return;
    }
    String request = head.substring(0, head.indexOf(" HTTP/"));
    requests.add(request);
    if (faulty.test(request) && faults.getAndDecrement() > 0) {
      client
          .getOutputStream()
          .write(
              ("HTTP/1.1 " + fault + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      close(client);
      return;
    }
    relay(client, oneOnly(head));
  }

  private static String oneOnly(String head) {
    if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
      return head;
    }
    String one = head.replaceAll("(?im)^connection:.*\r\n", "");
    return one.substring(0, one.length() - 2) + "Connection: close\r\n\r\n";
  }

  private void relay(Socket client, String head) throws IOException {
    Socket server = tls.createSocket(InetAddress.getLoopbackAddress(), target);
    sockets.add(server);
    server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    thread(() -> pump(client, server));
    pump(server, client);
  }

  private void pump(Socket from, Socket to) throws IOException {
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
      close(to);
      close(from);
    } catch (IOException e) {
      close(to);
      close(from);
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

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone, which is what was wanted
    }
  }

  private static SSLSocketFactory trusting(Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
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
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
