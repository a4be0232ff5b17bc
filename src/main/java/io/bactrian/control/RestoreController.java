package io.bactrian.control;

import io.bactrian.api.Restore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The whole life of a Restore. Thread-safe; remembers nothing.
 *
 * <pre>
 * (new) ─ checks ─► Prepare (workload stopped) ─► Scheduled ─► Running ─► (workload started) ─► Complete
 *            │                                       ▲            │
 *         Invalid                                 Restart ◄─ RetryFailed ─► Failed ─ (workload put back)
 * (deleted) ─ worker stopped, workload put back ─► (gone)
 * </pre>
 *
 * A workload stands still while a retry is waited for: its data may be half of the old and half of
 * the new. A worker's Job is made only while no pod uses the claim. Complete only when the workload
 * is ready; while it is not, after 10 minutes, there is a Warning, and the waiting goes on.
 */
public final class RestoreController implements Controller<Restore> {
  private final Rules rules;

  public RestoreController(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Step next(Restore restore, Facts facts, Instant now) {
    RestoreCase c = new RestoreCase(restore, facts, now.truncatedTo(ChronoUnit.MILLIS), rules);
    return c.deleted() ? deleted(c) : byPhase(c);
  }

  private Step byPhase(RestoreCase c) {
    String phase = c.status().phase;
    if (Phase.COMPLETE.is(phase) || Phase.FAILED.is(phase)) {
      return RestoreWorkload.putBack(c, () -> RestoreWorkload.release(c, () -> c.stay()));
    }
    if (c.status().dataRestoredAt != null) {
      return RestoreWorkload.putBack(c, () -> RestoreWorkload.ready(c));
    }
    if (c.attempt() == 0) {
      return admit(c);
    }
    return Phase.RETRY_FAILED.is(phase) ? RestoreAttempt.retry(c) : RestoreAttempt.next(c);
  }

  private Step admit(RestoreCase c) {
    List<Problem> problems = RestoreCheck.problems(c.restore(), rules.machinePaths());
    if (!problems.isEmpty()) {
      return c.owed().isEmpty()
          ? RestoreWorkload.release(c, () -> c.invalid(problems))
          : RestoreEnds.failed(c, Problems.failure(problems), List.of());
    }
    return RestoreSearch.find(
        c,
        origin ->
            c.owed().isPresent()
                ? RestoreWorkload.stopped(c, () -> RestoreAttempt.begin(c, origin))
                : RestorePreflight.check(
                    c,
                    origin,
                    () -> RestoreWorkload.stopped(c, () -> RestoreAttempt.begin(c, origin))));
  }

  private static Step deleted(RestoreCase c) {
    if (!c.guarded()) {
      return Step.Wait.forChange();
    }
    return c.given(
        new Question.Job(c.job()),
        job ->
            job.uid().equals(c.uid())
                ? RestoreAttempt.remove(c, job)
                : RestoreAttempt.withoutPods(
                    c,
                    () ->
                        RestoreWorkload.putBack(
                            c, () -> RestoreWorkload.release(c, Step.Wait::forChange))));
  }
}
