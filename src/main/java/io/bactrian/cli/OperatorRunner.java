package io.bactrian.cli;

import io.bactrian.config.OperatorSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the operator until a signal: then passes under way end, and the lease is let go. An operator
 * that lost the lead begins anew as a candidate, in this process; where it cannot (the API server
 * is away for minutes) the process ends as one does that cannot start.
 */
final class OperatorRunner {
  private final Session session;
  private final OperatorSettings settings;
  private final CompletableFuture<Integer> signal = new CompletableFuture<>();

  OperatorRunner(Session session, OperatorSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  Report run() {
    Optional<Integer> ended = term();
    while (ended.isEmpty()) {
      session.console().say("the lead was lost: the operator begins anew as a candidate");
      ended = term();
    }
    return Report.interrupted("operator", ended.get());
  }

  /** The exit code of the signal that ended it; empty: the lead was lost. */
  private Optional<Integer> term() {
    long begun = System.nanoTime();
    try (OperatorTerm term = new OperatorTerm(session.resolved(), settings)) {
      term.begin(session.resolved());
      Interruption.handOver(this::stop);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      session.console().say("the operator is ready after " + took.toMillis() + " ms");
      CompletableFuture.anyOf(signal, term.lost()).join();
      if (!signal.isDone()) {
        Interruption.takeBack();
      }
    }
    return Optional.ofNullable(signal.getNow(null));
  }

  /** The first signal ends it in order, the second at once. */
  private void stop(int exitCode) {
    if (!signal.complete(exitCode)) {
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
