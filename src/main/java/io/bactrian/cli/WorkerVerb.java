package io.bactrian.cli;

import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.config.SettingReader;
import io.bactrian.worker.Ends;
import io.bactrian.worker.Orders;
import io.bactrian.worker.ProgressEndpoint;
import io.bactrian.worker.TerminationLog;
import io.bactrian.worker.WorkerRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bactrian worker --order FILE}: what the operator's Jobs run. */
@Command(
    name = "worker",
    description = {
      "Carry out one order of the operator: back up, restore or clean.",
      "It needs no API server: the order and its secrets are mounted files, its progress is served",
      "over HTTP (bactrian.worker.port), its end is the exit code and a termination message.",
      "SIGTERM ends it within 20 s; the same order carries on."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian worker --order /var/run/bactrian/order/order.json",
      "  bactrian worker --order order.json --termination-log end.json --set bactrian.worker.port=0"
    })
final class WorkerVerb extends Verb {
  /** Kubernetes kills after 30 s unless told otherwise. */
  private static final Duration GRACE = Duration.ofSeconds(18);

  @Option(
      names = "--order",
      required = true,
      paramLabel = "FILE",
      description = "What to do, as the operator wrote it (JSON).")
  Path order;

  @Option(
      names = "--termination-log",
      paramLabel = "FILE",
      description = {
        "Where the end is told, as JSON of at most 3,500 bytes. Also: BACTRIAN_TERMINATION_LOG;",
        "else /dev/termination-log."
      })
  Path terminationLog;

  @Override
  Report run(Session session) {
    WorkerOrder wanted = Orders.read(order);
    TerminationLog log = log();
    WorkerRun run = new WorkerRun(wanted, session.resolved());
    int port = new SettingReader(session.resolved()).integer("bactrian.worker.port", 0, 65_535);
    Optional<ProgressEndpoint> endpoint = ProgressEndpoint.start(port, wanted, run::progress);
    endpoint.ifPresent(open -> session.onClose(open::close));
    Interruption.handOver(exitCode -> stop(run, wanted, log, session.console(), exitCode));
    WorkerEnd end = run.run();
    write(log, end, session.console());
    if (log.says(end)) {
      run.told();
    }
    return report(run, end).with("task", wanted.task);
  }

  /** What goes wrong before there is a run is told in the same place. */
  @Override
  Report failed(Console console, Throwable thrown) {
    write(log(), Ends.failed(thrown), console);
    return super.failed(console, thrown);
  }

  private TerminationLog log() {
    return TerminationLog.of(Optional.ofNullable(terminationLog), System.getenv());
  }

  private static void write(TerminationLog log, WorkerEnd end, Console console) {
    log.write(end).ifPresent(why -> console.say("WARNING: " + why));
  }

  /** On the signal's own thread: asks the run to end, and ends the process if it does not. */
  private static void stop(
      WorkerRun run, WorkerOrder wanted, TerminationLog log, Console console, int exitCode) {
    run.cancel(exitCode);
    CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              WorkerEnd end = new WorkerEnd();
              end.runId = wanted.runIds == null ? null : String.join(",", wanted.runIds);
              Ends.interrupted(end, exitCode);
              write(log, end, console);
              java.lang.Runtime.getRuntime().halt(exitCode);
            });
  }

  private Report report(WorkerRun run, WorkerEnd end) {
    Report report =
        switch (end.result) {
          case "complete" -> Report.complete(verb());
          case "changed" -> Report.changed(verb());
          case "interrupted" -> Report.interrupted(verb(), end.exitCode);
          default -> Report.failed(verb(), run.failure().orElseThrow());
        };
    report
        .with("runId", end.runId)
        .with("bytesNew", end.bytesNew == null ? 0L : end.bytesNew)
        .with("bytesReused", end.bytesReused == null ? 0L : end.bytesReused)
        .with("attempts", end.bundleAttempts == null ? 0L : end.bundleAttempts)
        .with("debtBytes", end.debtBytes);
    return end.failureClass == null
        ? report.line(end.result + (end.runId == null ? "" : " " + end.runId))
        : report;
  }
}
