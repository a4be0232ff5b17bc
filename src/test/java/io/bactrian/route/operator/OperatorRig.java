package io.bactrian.route.operator;

import io.bactrian.api.Backup;
import io.bactrian.cluster.Leadership;
import io.bactrian.config.Sources;
import io.bactrian.control.Controller;
import io.bactrian.control.RunFact;
import io.bactrian.control.Step;
import io.bactrian.reconcile.PassListener;
import io.bactrian.route.operator.OperatorSpec.Controllers;
import io.bactrian.testing.SimulatedCluster;
import io.bactrian.testing.SimulatedWorld;
import io.bactrian.testing.ToyController;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/** An operator over a simulated world; each start is a new process's. */
final class OperatorRig implements AutoCloseable {
  final SimulatedWorld world = new SimulatedWorld(Clock.systemUTC());
  SimulatedCluster cluster;
  Operator operator;
  Controller<Backup> backups = new ToyController();
  Leadership leadership = Leadership.alone();
  OptionalInt port = OptionalInt.empty();
  List<PassListener> listeners = List.of();
  Runnable lost = () -> {};

  Operator start() {
    cluster = world.connect();
    operator =
        Operator.start(
            new OperatorSpec(
                cluster,
                new Controllers(
                    backups,
                    (r, f, n) -> Step.Wait.forChange(),
                    (s, f, n) -> Step.Wait.forChange()),
                question -> RunFact.none(),
                leadership,
                port,
                properties(),
                listeners,
                Clock.systemUTC(),
                () -> lost.run()));
    return operator;
  }

  static Properties properties(String... assignments) {
    return new Sources(Optional.empty(), Map.of(), List.of(assignments)).resolve().forCamel();
  }

  void add(String name) {
    world.backups().create(SimulatedWorld.backup(name));
  }

  String phase(String name) {
    Backup backup = world.backups().now(name);
    return backup.getStatus() == null ? "" : backup.getStatus().phase;
  }

  /** The process ends, gracefully. */
  void stop() {
    operator.close();
    cluster.close();
  }

  @Override
  public void close() {
    if (operator != null) {
      stop();
    }
  }
}
