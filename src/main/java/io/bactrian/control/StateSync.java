package io.bactrian.control;

import java.util.Optional;
import java.util.function.Function;

/**
 * Ask before trying again: what a worker that failed, or of which nothing is heard, has come to.
 * For a snapshot the repository knows, for a log the log task itself.
 */
final class StateSync {
  private StateSync() {}

  /**
   * What was found.
   *
   * @param committed the run of the present attempt, if the repository has it for this uid
   * @param following whether the log task is at work
   * @param evidence for people
   * @param trouble why nobody could be asked; empty: the answer is sure
   */
  record Found(
      Optional<RunFact.Run> committed, boolean following, String evidence, String trouble) {}

  static Step ask(BackupCase c, Function<Found, Step> then) {
    return c.mode() == Mode.LOG
        ? c.given(
            new Question.LogTask(c.namespace(), c.name(), c.uid()), fact -> then.apply(log(fact)))
        : c.given(committed(c), fact -> then.apply(snapshot(c, fact)));
  }

  private static Question.Committed committed(BackupCase c) {
    return new Question.Committed(
        c.namespace(),
        c.spec().storage,
        c.key().orElse(null),
        c.namespace(),
        c.status().backupName,
        c.status().runId,
        c.uid());
  }

  /** Another run, or another resource's of the same name, is never taken for this one. */
  private static Found snapshot(BackupCase c, RunFact fact) {
    Optional<RunFact.Run> run =
        fact.run()
            .filter(found -> fact.committed())
            .filter(found -> found.runId().equals(c.status().runId))
            .filter(found -> found.uid().equals(c.uid()));
    return new Found(
        run,
        false,
        "the manifest of run " + c.status().runId + " carries uid " + c.uid(),
        fact.trouble());
  }

  private static Found log(LogTaskFact fact) {
    return new Found(Optional.empty(), fact.running(), fact.evidence(), "");
  }
}
