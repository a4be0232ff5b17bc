package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The runs of a name that belong to one resource, for its deletion: those whose manifests name its
 * uid, and of those it is known to have written the ones without a usable manifest. Never a run
 * whose manifest names somebody else.
 *
 * @param uid of the resource
 * @param written run-ids that its workers wrote or may have written
 */
public record RunsOf(String uid, Set<RunId> written) implements Function<Runs, Collection<RunId>> {

  public RunsOf {
    written = Set.copyOf(written);
  }

  /** CORRUPT where the manifest of another run is not readable: whose it is, is not known. */
  @Override
  public Collection<RunId> apply(Runs runs) {
    List<RunId> chosen = new ArrayList<>();
    for (RunSummary run : runs.all()) {
      if (isOurs(run)) {
        chosen.add(run.runId());
      }
    }
    return chosen;
  }

  private boolean isOurs(RunSummary run) {
    boolean listed = written.contains(run.runId());
    if (run.state() == RunSummary.State.UNREADABLE && !listed) {
      throw Failure.of(
          FailureClass.CORRUPT,
          "nothing is deleted, because a manifest is not readable: " + run.problem(),
          "whose run it is, and what it needs, is not known; if run "
              + run.runId()
              + " is lost, delete it first: bactrian delete "
              + run.runId());
    }
    return run.committed() ? run.isOf(uid) : listed;
  }
}
