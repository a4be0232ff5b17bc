package io.bactrian.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SelfSignedCertificate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * As much of an API server as {@code warm-up --operator} needs, in memory, on a free port of this
 * machine: one resource of each kind, whose status can be written; leases and events can be made;
 * everything else is not there; a watch tells nothing.
 */
final class WarmUpApi implements AutoCloseable {
  private static final String GROUP = "/apis/bactrian.io/v1alpha1/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final CountDownLatch passed = new CountDownLatch(3);
  private final SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
  private final Vertx vertx;
  private final HttpServer server;
  private int version = 1;

  WarmUpApi(Vertx vertx) throws JsonProcessingException {
    this.vertx = vertx;
    String work =
        "'source': {'persistentVolumeClaim': {'claimName': 'none'}}, 'storage': {'provider': 's3',"
            + " 'bucket': 'none'}, 'settings': {'encryption': {'enabled': false}}";
    String target = "'target': {'persistentVolumeClaim': {'claimName': 'none'}}";
    add("Backup", "backups", work);
    add("Restore", "restores", "'backupRef': {'name': 'none'}, " + target);
    add(
        "BackupSchedule",
        "backupschedules",
        "'cron': '0 2 * * *', 'backupTemplate': {" + work + "}");
    HttpServerOptions options =
        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keyCertOptions());
    server = vertx.createHttpServer(options).webSocketHandler(watch -> {});
    server.requestHandler(request -> request.body().onSuccess(body -> answer(request, body)));
  }

  /** A resource of {@code default}, called {@code warm-up}. */
  private void add(String kind, String plural, String spec) throws JsonProcessingException {
    String text =
        "{'apiVersion': 'bactrian.io/v1alpha1', 'kind': '"
            + kind
            + "', 'metadata': {'name': 'warm-up', 'namespace': 'default', 'uid': 'warm-up-"
            + plural
            + "', 'generation': 1, 'creationTimestamp': '2026-01-02T03:04:05Z'}, 'spec': {"
            + spec
            + "}}";
    String collection = GROUP + "namespaces/default/" + plural;
    create(collection, (ObjectNode) JSON.readTree(text.replace('\'', '"')));
  }

  /** Its URL. */
  String start() {
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    return "https://localhost:" + server.actualPort();
  }

  String authority() {
    return certificate.certificatePath();
  }

  /** Whether a status of each kind was written before the time ran out. */
  boolean passed(long time, TimeUnit unit) throws InterruptedException {
    return passed.await(time, unit);
  }

  private void answer(HttpServerRequest request, Buffer body) {
    try {
      ObjectNode answer = answer(request.method().name(), request.path(), body);
      request.response().putHeader("Content-Type", "application/json");
      request.response().setStatusCode(answer == null ? 404 : 200);
      request.response().end(JSON.writeValueAsString(answer == null ? missing() : answer));
      if (request.path().endsWith("/warm-up/status")) {
        passed.countDown();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Null: not found. */
  private synchronized ObjectNode answer(String method, String path, Buffer body)
      throws JsonProcessingException {
    return switch (method) {
      case "POST" -> create(path, read(body));
      case "PUT" -> path.endsWith("/status") ? status(path, read(body)) : put(path, read(body));
      case "GET" -> objects.containsKey(path) ? objects.get(path) : list(path);
      default -> null;
    };
  }

  private static ObjectNode read(Buffer body) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(body.toString());
  }

  private ObjectNode create(String collection, ObjectNode object) {
    return put(collection + "/" + object.at("/metadata/name").asText(), object);
  }

  private ObjectNode put(String path, ObjectNode object) {
    ((ObjectNode) object.get("metadata")).put("resourceVersion", String.valueOf(++version));
    objects.put(path, object);
    return object;
  }

  private ObjectNode status(String path, ObjectNode body) {
    String of = path.substring(0, path.length() - "/status".length());
    ObjectNode stored = objects.get(of).deepCopy();
    stored.set("status", body.get("status"));
    return put(of, stored);
  }

  /** Of all namespaces; null where one object was asked for. */
  private ObjectNode list(String path) {
    if (path.contains("/namespaces/")) {
      return null;
    }
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putObject("metadata").put("resourceVersion", String.valueOf(version));
    ArrayNode items = list.putArray("items");
    String plural = path.substring(path.lastIndexOf('/') + 1);
    objects.forEach(
        (its, object) -> {
          if (its.endsWith("/" + plural + "/warm-up")) {
            items.add(object);
          }
        });
    return list;
  }

  private static ObjectNode missing() {
    return JSON.createObjectNode()
        .put("apiVersion", "v1")
        .put("kind", "Status")
        .put("status", "Failure")
        .put("reason", "NotFound")
        .put("code", 404);
  }

  @Override
  public void close() {
    vertx.close();
    certificate.delete();
  }
}
