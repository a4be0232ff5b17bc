package io.bactrian.engine.repo;

import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which runs of a name have a manifest, a mark, both or neither.
 *
 * @param marked being deleted, with or without a manifest; or with one that came after that
 * @param committed with a manifest that counts and no mark
 * @param dead with neither
 */
record Survey(SortedSet<RunId> marked, SortedSet<RunId> committed, SortedSet<RunId> dead) {

  static Survey of(Runs runs) {
    Survey survey = new Survey(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (RunId run : runs.ids()) {
      survey.of(runs, run).add(run);
    }
    return survey;
  }

  private SortedSet<RunId> of(Runs runs, RunId run) {
    if (runs.isMarked(run)) {
      return marked;
    }
    if (!runs.hasManifest(run)) {
      return dead;
    }
    return runs.isLateManifest(run) ? marked : committed;
  }

  /** Committed runs that are to stay, newest first: those most likely to name what is alive. */
  List<RunId> keepers(SortedSet<RunId> doomed) {
    return committed.stream()
        .filter(run -> !doomed.contains(run))
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
