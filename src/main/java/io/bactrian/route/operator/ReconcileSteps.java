package io.bactrian.route.operator;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.reconcile.Again;
import io.bactrian.reconcile.Failures;
import io.bactrian.reconcile.Reconciler;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** The steps of reconcile.yaml, schedule.yaml and errors.yaml. */
public final class ReconcileSteps {
  private final Reconciler<Backup> backups;
  private final Reconciler<Restore> restores;
  private final Reconciler<BackupSchedule> schedules;
  private final Failures failures;

  public ReconcileSteps(
      Reconciler<Backup> backups,
      Reconciler<Restore> restores,
      Reconciler<BackupSchedule> schedules,
      Failures failures) {
    this.backups = backups;
    this.restores = restores;
    this.schedules = schedules;
    this.failures = failures;
  }

  public Again backup(@Body ResourceKey key) {
    return backups.reconcile(key);
  }

  public Again restore(@Body ResourceKey key) {
    return restores.reconcile(key);
  }

  public Again schedule(@Body ResourceKey key) {
    return schedules.reconcile(key);
  }

  /** The pass ended well: what went wrong before is forgotten. */
  public void passed(@Variable(BactrianConsumer.RESOURCE) ResourceKey key) {
    failures.passed(key);
  }

  /** Says when to try again after an exception. */
  public Again failed(Exchange exchange, @Variable(BactrianConsumer.RESOURCE) ResourceKey key) {
    return failures.failed(key, caught(exchange));
  }

  /** Somebody else wrote first: at once, with what is there now. */
  public Again conflict(Exchange exchange, @Variable(BactrianConsumer.RESOURCE) ResourceKey key) {
    return failures.conflict(key, caught(exchange));
  }

  private static Throwable caught(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
