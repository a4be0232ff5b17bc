package io.bactrian.control;

import io.bactrian.api.KeyReference;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import java.util.List;
import java.util.Optional;

/** What the workers of a Backup are told. */
final class BackupOrders {
  private static final int FORMAT_VERSION = 1;

  private BackupOrders() {}

  /** The present attempt's. */
  static JobOrder backup(BackupCase c) {
    WorkerOrder order = order(c, "backup", c.attempt(), List.of(c.status().runId));
    order.settings = c.spec().settings;
    order.exclude = c.spec().source.exclude;
    order.dataDirectory = c.spec().source.path;
    order.keySecret = c.key().map(BackupOrders::text).orElse(null);
    return new JobOrder(
        c.job(),
        order,
        c.namespace(),
        true,
        Optional.ofNullable(c.spec().source.persistentVolumeClaim).map(claim -> claim.claimName),
        repositoryClaim(c),
        c.storageSecret().map(BackupOrders::use),
        c.key().map(BackupOrders::use),
        c.spec().pod);
  }

  /**
   * Removes every run that this Backup may have left. Needs no key.
   *
   * @param attempt of cleaning, from 1
   * @param credentials the storage Secret, or the copy of it that was kept
   */
  static JobOrder clean(BackupCase c, int attempt, Optional<SecretReference> credentials) {
    WorkerOrder order = order(c, "clean", attempt, RunIds.all(c.status(), c.uid()));
    order.stored = c.status().commitTime == null ? null : Boolean.TRUE;
    return new JobOrder(
        cleanJob(c),
        order,
        c.namespace(),
        false,
        Optional.empty(),
        repositoryClaim(c),
        credentials.map(BackupOrders::use),
        Optional.empty(),
        null);
  }

  /** In the operator's namespace; but where the repository is on a claim, only there is it seen. */
  static JobKey cleanJob(BackupCase c) {
    String where = repositoryClaim(c).isPresent() ? c.namespace() : c.rules().operatorNamespace();
    return JobNames.clean(where, c.namespace(), c.name());
  }

  private static WorkerOrder order(BackupCase c, String task, int attempt, List<String> runIds) {
    Storage storage = c.spec().storage;
    WorkerOrder order = new WorkerOrder();
    order.formatVersion = FORMAT_VERSION;
    order.task = task;
    order.kind = "Backup";
    order.namespace = c.namespace();
    order.name = c.name();
    order.uid = c.uid();
    order.attempt = attempt;
    order.backupNamespace = c.namespace();
    order.backupName = c.status().backupName;
    order.runIds = runIds;
    order.storage = storage;
    order.repositoryDirectory = storage.path;
    return order;
  }

  static Optional<String> repositoryClaim(BackupCase c) {
    return Optional.ofNullable(c.spec().storage.persistentVolumeClaim)
        .map(claim -> claim.claimName);
  }

  private static SecretUse use(SecretReference secret) {
    return new SecretUse(secret.namespace, secret.name, List.of());
  }

  /** For people. */
  static String text(KeyReference key) {
    return key.namespace + "/" + key.name + ", member " + key.keyField;
  }

  private static SecretUse use(KeyReference key) {
    return new SecretUse(key.namespace, key.name, List.of(key.keyField));
  }
}
