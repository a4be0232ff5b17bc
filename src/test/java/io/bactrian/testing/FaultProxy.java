package io.bactrian.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy that spoils connections. Each queued {@link Fault} spoils the next connection;
 * without one a connection passes untouched. Connections that are open already stay as they are: a
 * client that keeps some does not meet the fault.
 */
public final class FaultProxy implements AutoCloseable {
  /** What happens to one connection. */
  public record Fault(Kind kind, long bytes, long millis) {
    enum Kind {
      RESET_UP,
      RESET_DOWN,
      CUT_DOWN,
      DELAY,
      STATUS
    }

    /** Reset after so many bytes of the request. */
    public static Fault resetRequest(long afterBytes) {
      return new Fault(Kind.RESET_UP, afterBytes, 0);
    }

    /** Reset after so many bytes of the answer. */
    public static Fault resetAnswer(long afterBytes) {
      return new Fault(Kind.RESET_DOWN, afterBytes, 0);
    }

    /** An orderly end after so many bytes of the answer. */
    public static Fault cutAnswer(long afterBytes) {
      return new Fault(Kind.CUT_DOWN, afterBytes, 0);
    }

    /** Nothing passes for a while. */
    public static Fault delay(long millis) {
      return new Fault(Kind.DELAY, 0, millis);
    }

    /** The proxy answers with this status itself, as soon as the request begins. */
    public static Fault status(int status) {
      return new Fault(Kind.STATUS, status, 0);
    }
  }

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  public FaultProxy(int targetPort) throws IOException {
    InetAddress local = InetAddress.getLoopbackAddress();
    target = new InetSocketAddress(local, targetPort);
    listener = new ServerSocket(0, 50, local);
    run("fault-proxy", this::accept);
  }

  public String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Spoils the next connections, one each. */
  public void next(Fault... spoilers) {
    faults.addAll(List.of(spoilers));
  }

  /** Forgets faults that met no connection. */
  public void heal() {
    faults.clear();
  }

  /** Connections accepted so far. */
  public int connections() {
    return connections.get();
  }

  private void dropAll() {
    open.forEach(FaultProxy::closeQuietly);
    open.clear();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      connections.incrementAndGet();
      Fault fault = faults.poll();
      run("fault-proxy-connection", () -> serve(client, fault));
    }
  }

  private void serve(Socket client, Fault fault) throws IOException {
    open.add(client);
    if (fault != null && fault.kind() == Fault.Kind.STATUS) {
      answer(client, (int) fault.bytes());
      return;
    }
    if (fault != null && fault.kind() == Fault.Kind.DELAY && pause(fault.millis())) {
      closeQuietly(client);
      return;
    }
    Socket server = new Socket();
    server.connect(target);
    open.add(server);
    run("fault-proxy-up", () -> pump(client, server, limit(fault, Fault.Kind.RESET_UP), true));
    boolean cut = fault != null && fault.kind() == Fault.Kind.CUT_DOWN;
    long down = cut ? fault.bytes() : limit(fault, Fault.Kind.RESET_DOWN);
    pump(server, client, down, !cut);
  }

  private static long limit(Fault fault, Fault.Kind kind) {
    return fault != null && fault.kind() == kind ? fault.bytes() : Long.MAX_VALUE;
  }

  /** True if the proxy was closed meanwhile. */
  private boolean pause(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void answer(Socket client, int status) throws IOException {
    client.getInputStream().read(new byte[16 * 1024]);
    String answer =
        "HTTP/1.1 " + status + " Spoiled\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    client.shutdownOutput();
    client.setSoTimeout(500);
    drain(client.getInputStream());
    closeQuietly(client);
  }

  private static void drain(InputStream in) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return; // the client went first
    }
  }

  private void pump(Socket from, Socket to, long limit, boolean reset) {
    byte[] buffer = new byte[16 * 1024];
    long passed = 0;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int allowed = (int) Math.min(n, limit - passed);
        out.write(buffer, 0, allowed);
        passed += allowed;
        if (passed == limit) {
          spoil(from, to, reset);
          return;
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void spoil(Socket from, Socket to, boolean reset) throws IOException {
    if (reset) {
      from.setSoLinger(true, 0);
      to.setSoLinger(true, 0);
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private interface Task {
    void run() throws IOException;
  }

  private void run(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                if (closed.getCount() > 0 && name.equals("fault-proxy")) {
                  throw new UncheckedIOException(e);
                }
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    dropAll();
  }
}
