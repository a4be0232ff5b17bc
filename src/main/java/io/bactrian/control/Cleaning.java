package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.control.Conditions.Outlook;
import java.util.List;
import java.util.Optional;

/**
 * A Backup that is deleted and has our finalizer: its worker is stopped, then what it stored is
 * removed by a clean Job, again and again until that works. Only then the finalizer goes; or when
 * the policy no longer asks for cleaning, or when nothing was ever started.
 */
final class Cleaning {
  private Cleaning() {}

  static Step next(BackupCase c) {
    if (c.attempt() == 0) {
      return Protection.lift(c);
    }
    if (!Protection.isToBeCleaned(c)) {
      return spared(c);
    }
    if (isOver(c)) {
      return leave(c);
    }
    if (!Phase.CLEAN.is(c.status().phase) && !Phase.CLEAN_FAILED.is(c.status().phase)) {
      return begin(c);
    }
    return Orphans.next(c).orElseGet(() -> stop(c));
  }

  /** The policy no longer asks for it: a clean Job that was begun must not go on. */
  private static Step spared(BackupCase c) {
    boolean begun = Phase.CLEAN.is(c.status().phase) || Phase.CLEAN_FAILED.is(c.status().phase);
    return begun ? leave(c) : Protection.lift(c);
  }

  private static Step begin(BackupCase c) {
    BackupStatus status = c.edit();
    status.phase = Phase.CLEAN.text();
    status.failure = null;
    c.conditions(
        status, Outlook.WORKING, "Cleaning", "stopping the worker, then removing " + paths(c));
    return new Step.WriteStatus(status, List.of());
  }

  /** Nobody may write while we remove. */
  private static Step stop(BackupCase c) {
    return c.given(new Question.Job(c.job()), job -> stop(c, job));
  }

  private static Step stop(BackupCase c, JobFact job) {
    if (job.uid().equals(c.uid())) {
      return job.state() == JobFact.State.TERMINATING
          ? Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN))
          : new Step.RemoveJob(c.job());
    }
    return c.given(
        new Question.LivePods(c.namespace(), c.uid()),
        pods -> pods.isEmpty() ? clean(c) : cleanBeside(c, pods.get(0)));
  }

  /**
   * A clean Job that runs in our own namespace has a pod with our uid; any other pod is waited for.
   */
  private static Step cleanBeside(BackupCase c, String pod) {
    Step wait = Failing.waitForEnd(c, "pod " + pod, Optional.empty());
    return BackupOrders.repositoryClaim(c).isEmpty()
        ? wait
        : c.given(
            new Question.Job(BackupOrders.cleanJob(c)),
            job -> job.uid().equals(c.uid()) ? clean(c) : wait);
  }

  private static Step clean(BackupCase c) {
    return BackupOrders.repositoryClaim(c)
        .map(claim -> cleanWithin(c, claim))
        .orElseGet(() -> CleanJob.next(c));
  }

  /** A repository on a claim goes with its claim. */
  private static Step cleanWithin(BackupCase c, String claim) {
    return c.given(
        new Question.NamespaceEnds(c.namespace()),
        ends ->
            ends
                ? over(c, Keywords.CLEANED, false, "the repository's claim goes with the namespace")
                : c.given(
                    new Question.Claim(c.namespace(), claim, c.uid()),
                    fact ->
                        fact.exists()
                            ? CleanJob.next(c)
                            : over(
                                c,
                                Keywords.CLEANED,
                                true,
                                "claim " + claim + " is gone, and the repository with it")));
  }

  /** Nothing is left to be done but to tidy up. */
  static Step over(BackupCase c, String reason, boolean warning, String message) {
    BackupStatus status = c.edit();
    status.phase = Phase.CLEAN.text();
    status.failure = null;
    c.conditions(status, Outlook.WORKING, reason, message);
    return new Step.WriteStatus(status, List.of(new Notice(warning, reason, message)));
  }

  private static boolean isOver(BackupCase c) {
    return Conditions.find(c.status().conditions, "Reconciling")
        .filter(found -> List.of(Keywords.CLEANED, Keywords.ORPHANED).contains(found.reason))
        .isPresent();
  }

  /** The clean Job is nobody's: it would stay, and go on. */
  private static Step leave(BackupCase c) {
    JobKey key = BackupOrders.cleanJob(c);
    return c.given(
        new Question.Job(key),
        job ->
            job.uid().equals(c.uid()) && job.state() != JobFact.State.TERMINATING
                ? new Step.RemoveJob(key)
                : Protection.lift(c));
  }

  static List<String> paths(BackupCase c) {
    return RunIds.all(c.status(), c.uid()).stream()
        .map(run -> c.namespace() + "/" + c.status().backupName + "/" + run)
        .toList();
  }
}
