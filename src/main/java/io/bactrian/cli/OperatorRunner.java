package io.bactrian.cli;

import io.bactrian.cluster.Cluster;
import io.bactrian.config.OperatorSettings;
import io.bactrian.route.operator.Operator;
import io.bactrian.route.operator.OperatorSpec;
import io.bactrian.worker.ManifestLookup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Runs the operator until a signal: then passes under way end, and the lease is let go. */
final class OperatorRunner {
  private final Session session;
  private final OperatorSettings settings;
  private final OperatorEnds ends;
  private final CompletableFuture<Integer> signal = new CompletableFuture<>();

  OperatorRunner(Session session, OperatorSettings settings, OperatorEnds ends) {
    this.session = session;
    this.settings = settings;
    this.ends = ends;
  }

  Report run() {
    long begun = System.nanoTime();
    Cluster cluster = ends.cluster();
    ManifestLookup runs = new ManifestLookup(cluster.secrets()::read, session.resolved());
    session.onClose(runs::close);
    Operator operator = Operator.start(spec(cluster, runs));
    session.onClose(operator::close);
    Interruption.handOver(this::stop);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    session.console().say("the operator is ready after " + took.toMillis() + " ms");
    return Report.interrupted("operator", signal.join());
  }

  private OperatorSpec spec(Cluster cluster, ManifestLookup runs) {
    return new OperatorSpec(
        cluster,
        RunControllers.of(settings.rules(), false),
        runs,
        ends.leadership(),
        settings.port() == 0 ? OptionalInt.empty() : OptionalInt.of(settings.port()),
        session.resolved().forCamel(),
        List.of(),
        Clock.systemUTC(),
        OperatorRunner::halt);
  }

  /** The first signal ends it in order, the second at once. */
  private void stop(int exitCode) {
    if (!signal.complete(exitCode)) {
      java.lang.Runtime.getRuntime().halt(exitCode);
    }
  }

  /** At once: another operator may be at work already, so no pass may be finished. */
  private static void halt() {
    java.lang.Runtime.getRuntime().halt(1);
  }
}
