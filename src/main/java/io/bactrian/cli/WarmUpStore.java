package io.bactrian.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of S3 as {@code warm-up} needs, in memory, on a free port of this machine: so that the S3
 * client's classes are in the launcher's archive too. Without them every verb on S3 starts 2 s
 * later.
 */
final class WarmUpStore implements AutoCloseable {
  static final String BUCKET = "warm-up";

  private final Map<String, Stored> objects = new TreeMap<>();
  private final HttpServer server;

  private record Stored(byte[] bytes, String sha256) {}

  WarmUpStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String key = exchange.getRequestURI().getPath().substring(1 + BUCKET.length());
      if (key.length() < 2) {
        reply(exchange, 200, list(query(exchange, "prefix"), query(exchange, "start-after")));
        return;
      }
      switch (exchange.getRequestMethod()) {
        case "PUT" -> put(exchange, key.substring(1), body);
        case "DELETE" -> {
          objects.remove(key.substring(1));
          reply(exchange, 204, new byte[0]);
        }
        default -> get(exchange, objects.get(key.substring(1)));
      }
    }
  }

  private void put(HttpExchange exchange, String key, byte[] body) throws IOException {
    String sha256 = exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256");
    boolean created = objects.putIfAbsent(key, new Stored(body, sha256)) == null;
    if (sha256 != null) {
      exchange.getResponseHeaders().set("x-amz-checksum-sha256", sha256);
    }
    reply(exchange, created ? 200 : 412, new byte[0]);
  }

  private static void get(HttpExchange exchange, Stored stored) throws IOException {
    if (stored == null) {
      reply(exchange, 404, new byte[0]);
      return;
    }
    if (stored.sha256() != null) {
      exchange.getResponseHeaders().set("x-amz-checksum-sha256", stored.sha256());
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    reply(exchange, range == null ? 200 : 206, cut(stored.bytes(), range));
  }

  private static byte[] cut(byte[] bytes, String range) {
    if (range == null) {
      return bytes;
    }
    String[] ends = range.substring("bytes=".length()).split("-", 2);
    int from = Integer.parseInt(ends[0]);
    int to = ends[1].isEmpty() ? bytes.length : Integer.parseInt(ends[1]) + 1;
    return Arrays.copyOfRange(bytes, from, Math.min(to, bytes.length));
  }

  private byte[] list(String prefix, String after) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><ListBucketResult>");
    objects.forEach(
        (key, stored) -> {
          if (key.startsWith(prefix) && key.compareTo(after) > 0) {
            xml.append("<Contents><Key>").append(key).append("</Key><Size>");
            xml.append(stored.bytes().length).append("</Size></Contents>");
          }
        });
    return xml.append("<IsTruncated>false</IsTruncated></ListBucketResult>")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String query(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getRawQuery();
    for (String part : query == null ? new String[0] : query.split("&")) {
      if (part.startsWith(name + "=")) {
        return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"0\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
