package io.bactrian.route.operator;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.Leadership;
import io.bactrian.cluster.RunLookup;
import io.bactrian.control.Controller;
import io.bactrian.reconcile.PassListener;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;

/**
 * What an operator is made of.
 *
 * @param cluster not started yet; closed by whoever made it
 * @param leadership closed by the operator
 * @param port of health and metrics; empty: no server
 * @param resolved every property
 * @param listeners beside the metrics
 * @param leadershipLost called when another operator may lead soon: nothing more may be sent to the
 *     cluster; whoever hears it closes the operator, from another thread
 */
public record OperatorSpec(
    Cluster cluster,
    Controllers controllers,
    RunLookup runs,
    Leadership leadership,
    OptionalInt port,
    Properties resolved,
    List<PassListener> listeners,
    Clock clock,
    Runnable leadershipLost) {

  public OperatorSpec {
    listeners = List.copyOf(listeners);
  }

  /** Who decides about each kind. */
  public record Controllers(
      Controller<Backup> backups,
      Controller<Restore> restores,
      Controller<BackupSchedule> schedules) {}
}
