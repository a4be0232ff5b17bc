package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A directory under test, polled quickly; its tasks wait until they are told how to end. */
final class DirectoryRig implements TaskRunner, AutoCloseable {
  static final Duration POLL = Duration.ofMillis(50);

  final Path directory;
  final List<WorkerOrder> orders = new CopyOnWriteArrayList<>();
  volatile Consumer<WorkerOrder> whenTold = order -> {};
  volatile Consumer<WorkerOrder> whileRunning = order -> {};
  volatile Consumer<WorkerOrder> whenEnding = order -> {};
  volatile CountDownLatch mayEnd = new CountDownLatch(0);
  volatile int exitCode;
  volatile boolean deaf;
  DirectoryCluster cluster;

  DirectoryRig(Path directory) {
    this.directory = directory;
  }

  DirectoryRig start() {
    cluster =
        DirectoryCluster.open(
            new DirectorySettings(directory, POLL, 2, Map.of("by-property", Path.of("data"))),
            this);
    cluster.start();
    return this;
  }

  DirectoryRig restart() {
    close();
    return start();
  }

  @Override
  public Task open(WorkerOrder order) {
    orders.add(order);
    CountDownLatch asked = new CountDownLatch(1);
    return new Task() {
      @Override
      public WorkerEnd run() {
        whileRunning.accept(order);
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> mayEnd.getCount() == 0 || asked.getCount() == 0);
        WorkerEnd end = new WorkerEnd();
        end.exitCode = asked.getCount() == 0 ? 143 : exitCode;
        end.result = end.exitCode == 0 ? "complete" : "failed";
        whenEnding.accept(order);
        return end;
      }

      @Override
      public void told() {
        whenTold.accept(order);
      }

      @Override
      public ProgressStatus progress() {
        return new ProgressStatus();
      }

      @Override
      public void stop() {
        if (!deaf) {
          asked.countDown();
        }
      }
    };
  }

  void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  void remove(String file) throws IOException {
    Files.delete(directory.resolve(file));
  }

  static String backup(String name, String... members) {
    return "apiVersion: bactrian.io/v1alpha1\nkind: Backup\nmetadata: {name: "
        + name
        + "}\nspec:\n  source: {path: data}\n"
        + String.join("", List.of(members).stream().map(member -> "  " + member + "\n").toList());
  }

  Optional<Backup> backupNamed(String name) {
    return cluster.backups().get("default", name);
  }

  static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
  }

  /** Until the files as they are now were read and acted upon. */
  void settle() {
    Awaitility.await()
        .during(POLL.multipliedBy(6))
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> cluster.caughtUp() || !cluster.malformedFiles().isEmpty());
  }

  String events() throws IOException {
    Path file = directory.resolve(".bactrian/events.log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }
}
