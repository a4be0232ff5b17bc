package io.bactrian.cluster.directory;

import static io.bactrian.cluster.directory.DirectoryRig.eventually;

import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import io.bactrian.cluster.Workers;
import io.bactrian.control.JobFact.State;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory with a Backup, a Secret and a claim, and orders for its workers. */
abstract class DirectoryWorkersFixture {
  @TempDir Path directory;
  DirectoryRig rig;
  String uid;

  @BeforeEach
  void start() throws IOException {
    rig = new DirectoryRig(directory);
    rig.write("b.yaml", DirectoryRig.backup("one"));
    rig.write(
        "support.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        stringData: {accessKey: hidden, secretKey: hidden}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: c, annotations: {bactrian.io/directory: volume}}
        """);
    rig.start();
    eventually().until(() -> rig.backupNamed("one").isPresent());
    rig.settle();
    uid = rig.backupNamed("one").orElseThrow().getMetadata().getUid();
  }

  @AfterEach
  void close() {
    rig.mayEnd = new CountDownLatch(0);
    rig.close();
  }

  Workers workers() {
    return rig.cluster.workers();
  }

  static JobKey job(String name) {
    return new JobKey("default", name);
  }

  JobOrder order(String name, Optional<String> claim, Optional<SecretUse> secret) {
    WorkerOrder order = new WorkerOrder();
    order.task = "backup";
    order.kind = "Backup";
    order.namespace = "default";
    order.name = "one";
    order.uid = uid;
    order.attempt = 3;
    order.dataDirectory = "sub/dir";
    order.storage = new Storage();
    order.storage.provider = "file";
    order.storage.path = "repository";
    return new JobOrder(
        job(name), order, "default", true, claim, Optional.empty(), secret, Optional.empty(), null);
  }

  JobOrder plain(String name) {
    return order(name, Optional.empty(), Optional.empty());
  }

  State state(String name) {
    return workers().look(job(name)).state();
  }
}
