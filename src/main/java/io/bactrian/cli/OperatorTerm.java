package io.bactrian.cli;

import io.bactrian.config.OperatorSettings;
import io.bactrian.config.Resolved;
import io.bactrian.route.operator.Operator;
import io.bactrian.route.operator.OperatorSpec;
import io.bactrian.worker.ManifestLookup;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An operator from its start until it is closed, or has lost the lead: then it is cut off from the
 * API server before another may lead, and only waits to be closed.
 */
final class OperatorTerm implements AutoCloseable {
  private final OperatorSettings settings;
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private final OperatorEnds ends;
  private final ManifestLookup runs;
  private Operator operator;

  OperatorTerm(Resolved resolved, OperatorSettings settings) {
    this.settings = settings;
    ends = new OperatorEnds(resolved, settings);
    runs = new ManifestLookup(ends.cluster().secrets()::read, resolved);
  }

  /** Returns when the cluster is known. */
  void begin(Resolved resolved) {
    operator =
        Operator.start(
            new OperatorSpec(
                ends.cluster(),
                RunControllers.of(settings.rules(), false),
                runs,
                ends.leadership(),
                settings.port() == 0 ? OptionalInt.empty() : OptionalInt.of(settings.port()),
                resolved.forCamel(),
                List.of(),
                Clock.systemUTC(),
                this::lose));
  }

  /** Done once the lead is lost, and this operator cut off. */
  CompletableFuture<Void> lost() {
    return lost;
  }

  /**
   * What cannot be cut off while the lease still keeps others waiting must not live: half of the
   * time that is left for it.
   */
  private void lose() {
    Duration left = settings.lease().duration().minus(settings.lease().renewDeadline());
    CompletableFuture<Void> cut = CompletableFuture.runAsync(ends::cutOff, OperatorTerm::daemon);
    cut.orTimeout(left.toMillis() / 2, TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, trouble) -> {
              if (trouble != null) {
                Runtime.getRuntime().halt(1);
              }
              lost.complete(null);
            });
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "bactrian-cut-off");
    thread.setDaemon(true);
    thread.start();
  }

  /** Passes under way end, the lead is given back where it was not lost. */
  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    runs.close();
    ends.close();
  }
}
