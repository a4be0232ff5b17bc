package io.bactrian.engine.repo;

import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which runs of a name have a manifest, a mark, both or neither.
 *
 * @param marked being deleted, with or without a manifest
 * @param committed with a manifest and no mark
 * @param dead with neither
 */
record Survey(SortedSet<RunId> marked, SortedSet<RunId> committed, SortedSet<RunId> dead) {

  static Survey of(Runs runs) {
    Survey survey = new Survey(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (RunId run : runs.ids()) {
      if (runs.isMarked(run)) {
        survey.marked.add(run);
      } else {
        (runs.hasManifest(run) ? survey.committed : survey.dead).add(run);
      }
    }
    return survey;
  }

  /** Committed runs that are to stay, newest first: those most likely to name what is alive. */
  List<RunId> keepers(SortedSet<RunId> doomed) {
    return committed.stream()
        .filter(run -> !doomed.contains(run))
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
