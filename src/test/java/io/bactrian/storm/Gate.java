package io.bactrian.storm;

import io.bactrian.testing.ApiServerLink;
import io.bactrian.testing.ControlPlane;
import io.bactrian.testing.HttpHead;
import io.bactrian.testing.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Plain HTTP before a real API server, for one operator: passes all on, one request a connection,
 * and kills the operator at a request that meets a strike, before that goes through or after it is
 * done; no answer to it comes back.
 */
final class Gate implements AutoCloseable {
  private final Relay relay;
  private final ApiServerLink link;
  private final Strikes strikes;
  private final Runnable kill;

  /**
   * @param kill returns when the operator is dead
   */
  Gate(ControlPlane plane, Strikes strikes, Runnable kill) {
    this.strikes = strikes;
    this.kill = kill;
    link = new ApiServerLink(plane);
    try {
      relay = new Relay("gate", this::serve);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return relay.url();
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
    byte[] body = client.getInputStream().readNBytes((int) head.contentLength());
    Optional<Strike> strike = strike(head, body);
    if (strike.isEmpty()) {
      pass(client, head, body);
      return;
    }
    if (strike.get().after()) {
      done(head, body);
    }
    kill.run();
    strikes.struck();
  }

  private Optional<Strike> strike(HttpHead head, byte[] body) {
    return head.method().equals("GET")
        ? Optional.empty()
        : strikes.meet(head.method(), head.target(), new String(body, StandardCharsets.UTF_8));
  }

  /** Sends it and reads the whole answer: then it is done. */
  private void done(HttpHead head, byte[] body) throws IOException {
    try (Socket server = send(head, body)) {
      server.getInputStream().readAllBytes();
    }
  }

  private Socket send(HttpHead head, byte[] body) throws IOException {
    Socket server = link.open();
    server.getOutputStream().write(head.oneOnly());
    server.getOutputStream().write(body);
    server.getOutputStream().flush();
    return server;
  }

  private void pass(Socket client, HttpHead head, byte[] body) throws IOException {
    try (Socket server = send(head, body)) {
      relay.thread(() -> pump(client, server));
      pump(server, client);
    }
  }

  /** Where one direction ends, so does the connection. */
  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      Relay.pass(from.getInputStream(), to.getOutputStream(), Long.MAX_VALUE);
    }
  }

  @Override
  public void close() {
    relay.close();
  }
}
