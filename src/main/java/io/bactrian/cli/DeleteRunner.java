package io.bactrian.cli;

import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Runs;
import io.bactrian.worker.Place;
import java.util.List;

/** Runs {@code delete} once its flags are read. */
final class DeleteRunner {
  private DeleteRunner() {}

  static Report run(DeleteVerb verb, Session session, Place place) {
    Remover remover = new Remover(session, place);
    List<RunId> chosen = chosen(remover.runs(), verb.backup.backup);
    return remover.remove("delete", verb.takeOver, runs -> chosen);
  }

  /** None where the last run went already and only keys or the lock are left to go. */
  private static List<RunId> chosen(Runs runs, String backup) {
    return runs.ids().isEmpty() ? List.of() : List.of(runs.selectForDelete(backup));
  }
}
