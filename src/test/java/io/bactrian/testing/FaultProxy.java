package io.bactrian.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

  private final Relay relay;
  private final int target;
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  public FaultProxy(int targetPort) throws IOException {
    target = targetPort;
    relay = new Relay("fault-proxy", this::serve);
  }

  public String endpoint() {
    return relay.url();
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

  private void serve(Socket client) throws IOException {
    connections.incrementAndGet();
    Fault fault = faults.poll();
    if (fault != null && fault.kind() == Fault.Kind.STATUS) {
      answer(client, (int) fault.bytes());
      return;
    }
    if (fault != null && fault.kind() == Fault.Kind.DELAY && pause(fault.millis())) {
      client.close();
      return;
    }
    Socket server = relay.keep(new Socket(InetAddress.getLoopbackAddress(), target));
    relay.thread(() -> pump(client, server, limit(fault, Fault.Kind.RESET_UP), true));
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
    Relay.drop(client);
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
      Relay.drop(from);
      Relay.drop(to);
    }
  }

  private static void spoil(Socket from, Socket to, boolean reset) throws IOException {
    if (reset) {
      from.setSoLinger(true, 0);
      to.setSoLinger(true, 0);
    }
    Relay.drop(from);
    Relay.drop(to);
  }

  @Override
  public void close() {
    closed.countDown();
    relay.close();
    relay.cut();
  }
}
