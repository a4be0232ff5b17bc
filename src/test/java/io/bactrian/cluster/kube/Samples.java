package io.bactrian.cluster.kube;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.ClaimReference;
import io.bactrian.api.PodSettings;
import io.bactrian.api.Source;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.SecretUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Resources and orders as they are usual. */
final class Samples {
  private Samples() {}

  static Backup backup(String namespace, String name) {
    Backup backup = new Backup();
    backup.getMetadata().setNamespace(namespace);
    backup.getMetadata().setName(name);
    BackupSpec spec = new BackupSpec();
    spec.source = new Source();
    spec.source.persistentVolumeClaim = new ClaimReference();
    spec.source.persistentVolumeClaim.claimName = "data";
    spec.source.path = "db";
    spec.storage = storage();
    backup.setSpec(spec);
    return backup;
  }

  static WorkerSettings workers() {
    return new WorkerSettings(
        "bactrian:test",
        "",
        List.of(),
        WorkerSettings.ENTRYPOINT,
        Map.of("cpu", "250m", "memory", "320Mi"),
        Map.of("memory", "320Mi"),
        "2Gi",
        "",
        "",
        65532,
        Optional.empty(),
        new WorkerGear(8471, new TreeMap<>(), Optional.empty()));
  }

  static Storage storage() {
    Storage storage = new Storage();
    storage.provider = "s3";
    storage.bucket = "backups";
    storage.secretRef = new io.bactrian.api.SecretReference();
    storage.secretRef.name = "store";
    return storage;
  }

  static WorkerOrder order(String task, String uid, String namespace, String name, int attempt) {
    WorkerOrder order = new WorkerOrder();
    order.formatVersion = 1;
    order.task = task;
    order.kind = "restore".equals(task) ? "Restore" : "Backup";
    order.namespace = namespace;
    order.name = name;
    order.uid = uid;
    order.attempt = attempt;
    order.backupNamespace = namespace;
    order.backupName = name;
    order.runIds = List.of("20261121T020000Z-7f3a9c");
    order.storage = storage();
    order.dataDirectory = "db";
    return order;
  }

  /** Owned unless it cleans; with a data claim unless it cleans; no Secrets. */
  static JobOrder job(String task, String uid, String namespace, String name, int attempt) {
    boolean cleans = "clean".equals(task);
    return new JobOrder(
        new JobKey(namespace, task + "-" + name),
        order(task, uid, namespace, name, attempt),
        namespace,
        !cleans,
        cleans ? Optional.empty() : Optional.of("data"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        null);
  }

  static JobOrder with(JobOrder order, Optional<SecretUse> storage, Optional<SecretUse> key) {
    return new JobOrder(
        order.job(),
        order.order(),
        order.resourceNamespace(),
        order.owned(),
        order.dataClaim(),
        order.repositoryClaim(),
        storage,
        key,
        order.pod());
  }

  static JobOrder with(JobOrder order, PodSettings pod) {
    return new JobOrder(
        order.job(),
        order.order(),
        order.resourceNamespace(),
        order.owned(),
        order.dataClaim(),
        order.repositoryClaim(),
        order.storageSecret(),
        order.key(),
        pod);
  }

  static JobOrder withRepositoryClaim(JobOrder order, String claim) {
    return new JobOrder(
        order.job(),
        order.order(),
        order.resourceNamespace(),
        order.owned(),
        order.dataClaim(),
        Optional.of(claim),
        order.storageSecret(),
        order.key(),
        order.pod());
  }
}
