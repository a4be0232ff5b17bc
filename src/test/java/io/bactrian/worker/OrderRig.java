package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.api.Settings;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.config.Resolved;
import io.bactrian.config.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A source, a key mounted as Kubernetes does, a repository, and orders about them. */
final class OrderRig {
  static final String HEX = "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  static final String NAMESPACE = "shop";
  static final String NAME = "redis";
  private static final ObjectMapper JSON =
      new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

  final Path place;
  final Path source;
  final Path repo;
  final Path key;
  Storage storage = new Storage();
  String secretDirectory;
  private final List<String> assignments =
      new ArrayList<>(
          List.of(
              "bactrian.retry.bundle.redelivery-delay=10ms",
              "bactrian.retry.store.redelivery-delay=10ms",
              "bactrian.worker.port=0"));

  OrderRig(Path place) throws IOException {
    this.place = place;
    source = Files.createDirectories(place.resolve("source"));
    repo = place.resolve("repository");
    key = mounted(place.resolve("key"), Map.of("key", HEX + "\n")).resolve("key");
    storage.provider = "file";
  }

  /** As a Secret is mounted: each member a link to a file that everybody may read. */
  static Path mounted(Path directory, Map<String, String> members) throws IOException {
    Path data = Files.createDirectories(directory.resolve("..2026_11_21"));
    Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
    for (Map.Entry<String, String> member : members.entrySet()) {
      Path file = Files.writeString(data.resolve(member.getKey()), member.getValue());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
      Files.createSymbolicLink(
          directory.resolve(member.getKey()), Path.of("..data", member.getKey()));
    }
    return directory;
  }

  OrderRig set(String... more) {
    assignments.addAll(List.of(more));
    return this;
  }

  /** From now on the store fails as a {@code FaultPlan} tells. */
  OrderRig faulty() throws IOException {
    storage.provider = "faulty";
    storage.path = Files.createDirectories(repo).toString();
    return this;
  }

  Resolved resolved() {
    return new Sources(Optional.empty(), Map.of(), assignments).resolve();
  }

  List<String> assignments() {
    return assignments;
  }

  WorkerOrder order(String task, String uid, int attempt, String... runIds) {
    WorkerOrder order = new WorkerOrder();
    order.formatVersion = 1;
    order.task = task;
    order.kind = "Backup";
    order.namespace = NAMESPACE;
    order.name = NAME;
    order.uid = uid;
    order.attempt = attempt;
    order.backupNamespace = NAMESPACE;
    order.backupName = NAME;
    order.runIds = List.of(runIds);
    order.storage = storage;
    order.storageSecretDirectory = secretDirectory;
    order.repositoryDirectory = storage.provider.equals("file") ? repo.toString() : null;
    order.dataDirectory = source.toString();
    order.settings = new Settings();
    order.keyFile = key.toString();
    return order;
  }

  WorkerOrder backup(String uid, int attempt, String runId) {
    return order("backup", uid, attempt, runId);
  }

  WorkerOrder clean(String uid, String... runIds) {
    WorkerOrder order = order("clean", uid, 1, runIds);
    order.keyFile = null;
    order.dataDirectory = null;
    return order;
  }

  WorkerOrder restore(Path target, String runId) {
    WorkerOrder order = order("restore", "uid-of-restore", 1, runId);
    order.dataDirectory = target.toString();
    return order;
  }

  WorkerEnd run(WorkerOrder order) {
    try (WorkerRun run = new WorkerRun(order, resolved())) {
      WorkerEnd end = run.run();
      run.told();
      return end;
    }
  }

  /** As if the worker was killed before anybody heard of its end. */
  void lost(WorkerOrder order) {
    try (WorkerRun run = new WorkerRun(order, resolved())) {
      assertThat(run.run().result).isEqualTo("complete");
    }
  }

  WorkerEnd complete(WorkerOrder order) {
    WorkerEnd end = run(order);
    assertThat(end.result).as(text(end)).isEqualTo("complete");
    assertThat(end.exitCode).isZero();
    return end;
  }

  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The order as the operator mounts it. */
  Path file(WorkerOrder order) throws IOException {
    return Files.writeString(Files.createTempFile(place, "order", ".json"), text(order));
  }

  Path nameDir() {
    return repo.resolve(NAMESPACE).resolve(NAME);
  }

  boolean committed(String runId) {
    return Files.exists(nameDir().resolve(runId).resolve("manifest.json"));
  }

  JsonNode manifest(String runId) throws IOException {
    return JSON.readTree(nameDir().resolve(runId).resolve("manifest.json").toFile());
  }

  /** Every file below the repository, relative to it; the store's own leavings too. */
  List<String> stored() throws IOException {
    if (!Files.exists(repo)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(repo)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> repo.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
