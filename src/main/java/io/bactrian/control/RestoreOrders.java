package io.bactrian.control;

import io.bactrian.api.WorkerOrder;
import java.util.List;
import java.util.Optional;

/** What the worker of a Restore is told. */
final class RestoreOrders {
  private static final int FORMAT_VERSION = 1;
  private static final String LATEST = "latest";

  private RestoreOrders() {}

  /** The present attempt's. */
  static JobOrder of(RestoreCase c, RestoreOrigin origin) {
    return new JobOrder(
        c.job(),
        order(c, origin),
        c.namespace(),
        true,
        c.claim(),
        origin.repositoryClaim(),
        origin.storageSecret().map(s -> new SecretUse(s.namespace, s.name, List.of())),
        origin.key().map(k -> new SecretUse(k.namespace, k.name, List.of(k.keyField))),
        c.spec().pod);
  }

  private static WorkerOrder order(RestoreCase c, RestoreOrigin origin) {
    String[] path = origin.path().split("/", -1);
    WorkerOrder order = new WorkerOrder();
    order.formatVersion = FORMAT_VERSION;
    order.task = "restore";
    order.kind = "Restore";
    order.namespace = c.namespace();
    order.name = c.name();
    order.uid = c.uid();
    order.attempt = c.attempt();
    order.backupNamespace = path[0];
    order.backupName = path[1];
    order.runIds = List.of(path.length > 2 ? path[2] : LATEST);
    order.storage = origin.storage();
    order.repositoryDirectory = origin.storage().path;
    order.dataDirectory = c.spec().target.path;
    order.settings = origin.settings();
    order.keySecret = origin.key().map(BackupOrders::text).orElse(null);
    order.overwrite = Optional.ofNullable(c.spec().overwrite).orElse("Never");
    order.paths = c.spec().paths;
    return order;
  }
}
