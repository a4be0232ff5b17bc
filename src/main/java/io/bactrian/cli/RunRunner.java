package io.bactrian.cli;

import io.bactrian.cluster.Leadership;
import io.bactrian.cluster.directory.DirectoryCluster;
import io.bactrian.cluster.directory.DirectorySettings;
import io.bactrian.config.OperatorSettings;
import io.bactrian.config.RunSettings;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.route.operator.Operator;
import io.bactrian.route.operator.OperatorSpec;
import io.bactrian.worker.ManifestLookup;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a directory: until all is settled, or until a signal. */
final class RunRunner {
  private static final long LOOK_MILLIS = 100;

  private final Session session;
  private final Path directory;
  private final CompletableFuture<Integer> signal = new CompletableFuture<>();

  RunRunner(Session session, Path directory) {
    this.session = session;
    this.directory = directory;
  }

  /**
   * @param once whether to end when all is settled
   */
  Report run(boolean once) throws InterruptedException {
    RunSettings settings = RunSettings.of(session.resolved());
    Interruption.handOver(this::stop);
    DirectoryCluster cluster =
        DirectoryCluster.open(
            new DirectorySettings(
                directory, settings.pollInterval(), settings.workers(), settings.claims()),
            new RunTasks(session.resolved()));
    session.onClose(cluster::close);
    ManifestLookup runs = new ManifestLookup(cluster.secrets()::read, session.resolved());
    session.onClose(runs::close);
    Operator operator = Operator.start(spec(cluster, runs));
    session.onClose(operator::close);
    RunSettlement settlement =
        new RunSettlement(
            cluster::caughtUp, () -> cluster.settled(operator::idle), () -> standings(cluster));
    while (true) {
      Optional<List<RunStanding>> end = once ? settlement.reached() : Optional.empty();
      if (end.isPresent()) {
        return report(end.get(), cluster);
      }
      Integer exitCode = signalWithin(LOOK_MILLIS);
      if (exitCode != null) {
        return Report.interrupted("run", exitCode).with("directory", directory.toString());
      }
    }
  }

  private OperatorSpec spec(DirectoryCluster cluster, ManifestLookup runs) {
    OperatorSettings operator = OperatorSettings.of(session.resolved(), System.getenv());
    return new OperatorSpec(
        cluster,
        RunControllers.of(operator.rules(), true),
        question -> runs.find(cluster.reachable(question)),
        Leadership.alone(),
        OptionalInt.empty(),
        session.resolved().forCamel(),
        List.of(new RunPhases(session.console())),
        Clock.systemUTC(),
        () -> {});
  }

  /** The first signal ends it in order, the second at once. */
  private void stop(int exitCode) {
    if (!signal.complete(exitCode)) {
      java.lang.Runtime.getRuntime().halt(exitCode);
    }
    session.console().say("stopping: workers end what is in flight; a second signal ends at once");
  }

  private Integer signalWithin(long millis) throws InterruptedException {
    try {
      return signal.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<RunStanding> standings(DirectoryCluster cluster) {
    List<CustomResource<?, ?>> all = new ArrayList<>(cluster.schedules().list());
    all.addAll(cluster.backups().list());
    all.addAll(cluster.restores().list());
    return all.stream().map(RunStanding::of).toList();
  }

  private Report report(List<RunStanding> standings, DirectoryCluster cluster) {
    List<RunStanding> bad =
        standings.stream().filter(one -> one.outlook() != RunStanding.Outlook.GOOD).toList();
    List<String> faults = cluster.faults().stream().map(RunRunner::text).toList();
    Report report =
        bad.isEmpty() && faults.isEmpty()
            ? Report.complete("run")
            : Report.failed("run", failure(standings.size(), bad.size(), faults.size()));
    report
        .with("directory", directory.toString())
        .with("resources", standings.stream().map(RunStanding::toMap).toList())
        .with("malformed", faults);
    standings.forEach(one -> report.lines(one.lines()));
    faults.forEach(fault -> report.line("%-13s %s".formatted("Refused", fault)));
    return report;
  }

  private static String text(Failure fault) {
    return fault.getMessage() + fault.hint().map(hint -> ". HINT: " + hint).orElse("");
  }

  private static Failure failure(int all, int bad, int faults) {
    List<String> parts = new ArrayList<>();
    if (bad > 0) {
      parts.add(bad + " of " + all + " resources are not complete");
    }
    if (faults > 0) {
      parts.add("of what the files say, " + faults + " is not followed");
    }
    return Failure.of(
        FailureClass.TRANSIENT,
        String.join("; ", parts),
        "stdout says why and what to do; so does each status, in DIR/.bactrian");
  }
}
