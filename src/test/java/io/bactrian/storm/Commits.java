package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.config.Resolved;
import io.bactrian.config.Sources;
import io.bactrian.testing.MinioServer;
import io.bactrian.worker.WorkerRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Workers that really work: the order of a pod is carried out in this JVM, and the run is committed
 * to the real store. One at a time.
 */
final class Commits implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Path data;
  private final Path secret;

  Commits(Path directory) throws IOException {
    data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("greeting"), "hello\n");
    secret = Files.createDirectories(directory.resolve("secret"));
    Files.writeString(secret.resolve("accessKey"), MinioServer.ACCESS_KEY);
    Files.writeString(secret.resolve("secretKey"), MinioServer.SECRET_KEY);
  }

  /** Done when the run is committed. */
  CompletableFuture<WorkerEnd> commit(Worker worker) {
    return CompletableFuture.supplyAsync(() -> run(worker.order()), thread);
  }

  private WorkerEnd run(WorkerOrder order) {
    order.dataDirectory = data.toString();
    order.storageSecretDirectory = secret.toString();
    Resolved resolved =
        new Sources(Optional.empty(), Map.of(), List.of("bactrian.worker.port=0")).resolve();
    try (WorkerRun run = new WorkerRun(order, resolved)) {
      WorkerEnd end = run.run();
      assertThat(end.result).as(end.message).isEqualTo("complete");
      return end;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
