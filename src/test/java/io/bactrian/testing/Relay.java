package io.bactrian.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every proxy here stands on: a port of this machine whose connections are each served by a
 * daemon thread of their own. A connection that breaks ends alone: the other side sees it too.
 * Whoever serves a connection closes it, or leaves it open for good.
 */
public final class Relay implements AutoCloseable {
  private static final int BACKLOG = 200;

  /** What may break off. */
  @FunctionalInterface
  public interface Task {
    void run() throws IOException;
  }

  /** What becomes of one connection. */
  @FunctionalInterface
  public interface Service {
    void serve(Socket client) throws IOException;
  }

  private final String name;
  private final ServerSocket listener;
  private final Service service;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Listens from now on.
   *
   * @param name of its threads
   * @param listen an address of this machine
   */
  public Relay(String name, InetAddress listen, Service service) throws IOException {
    this.name = name;
    this.service = service;
    listener = new ServerSocket(0, BACKLOG, listen);
    thread(this::accept);
  }

  /** On the loopback address. */
  public Relay(String name, Service service) throws IOException {
    this(name, InetAddress.getLoopbackAddress(), service);
  }

  /** Where it listens, for plain HTTP. */
  public String url() {
    return "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      keep(client);
      thread(
          () -> {
            service.serve(client);
            open.removeIf(Socket::isClosed);
          });
    }
  }

  /** Runs it on a daemon thread. */
  public void thread(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                return; // one side went first: the other sees it too
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A socket that {@link #cut} closes as well; clients' are kept already. */
  public Socket keep(Socket socket) {
    open.add(socket);
    return socket;
  }

  /** Closes every connection. */
  public void cut() {
    open.forEach(Relay::drop);
    open.clear();
  }

  /** Passes bytes on until they end, or {@code most} of them. */
  public static void pass(InputStream in, OutputStream out, long most) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long left = most;
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

  /** Closes it, whatever state it is in. */
  public static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone, which is what was wanted
    }
  }

  /** Takes no more connections; those that are open go on. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      return; // it is closed, which is what was wanted
    }
  }
}
