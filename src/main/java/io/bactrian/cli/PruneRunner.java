package io.bactrian.cli;

import io.bactrian.control.Retention;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.RunSummary;
import io.bactrian.engine.repo.Runs;
import io.bactrian.worker.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs {@code prune} once its flags are read. */
final class PruneRunner {
  private PruneRunner() {}

  static Report run(
      Session session,
      Place place,
      Optional<Integer> keepCount,
      Optional<Duration> retention,
      boolean takeOver) {
    Retention rule = new Retention(keepCount.orElse(null), retention.orElse(null));
    return new Remover(session, place)
        .remove("prune", takeOver, runs -> rule.plan(candidates(runs), Instant.now()));
  }

  private static List<Retention.Candidate<RunId>> candidates(Runs runs) {
    List<Retention.Candidate<RunId>> candidates = new ArrayList<>();
    for (RunSummary run : runs.all()) {
      if (run.state() == RunSummary.State.UNREADABLE) {
        throw Failure.of(
            FailureClass.CORRUPT,
            "nothing is deleted, because a manifest cannot be read: " + run.problem(),
            "see 'bactrian list'; delete that run by its run-id if it is beyond help");
      }
      run.manifest().ifPresent(manifest -> candidates.add(candidate(run, manifest)));
    }
    return candidates;
  }

  private static Retention.Candidate<RunId> candidate(RunSummary run, Manifest manifest) {
    return new Retention.Candidate<>(
        run.runId(), run.sequence(), Instant.parse(manifest.origin().finishedAt()), true);
  }
}
