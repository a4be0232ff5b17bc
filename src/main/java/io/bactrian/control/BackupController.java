package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.Names;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The whole life of a Backup. Thread-safe; remembers nothing.
 *
 * <pre>
 * (new) ─ Admission ─► Scheduled ─ Attempting ─► Running ─► Complete
 *            │             ▲                        │
 *         Invalid       Restart ◄─ Retrying ◄─ RetryFailed ─► Failed
 * (deleted) ─ Cleaning ─► Clean ⇄ CleanFailed ─► (gone)
 * </pre>
 */
public final class BackupController implements Controller<Backup> {
  private final Rules rules;

  public BackupController(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Step next(Backup backup, Facts facts, Instant now) {
    BackupCase c = new BackupCase(backup, facts, now.truncatedTo(ChronoUnit.MILLIS), rules);
    List<String> finalizers = backup.getMetadata().getFinalizers();
    boolean guarded = finalizers != null && finalizers.contains(Names.PROTECTION);
    if (backup.getMetadata().getDeletionTimestamp() != null) {
      return guarded ? Cleaning.next(c) : Step.Wait.forChange();
    }
    if (guarded != Protection.isWanted(c)) {
      return guarded ? Protection.lift(c) : Protection.raise(c);
    }
    return c.seen(byPhase(c));
  }

  private Step byPhase(BackupCase c) {
    String phase = c.status().phase;
    if (Phase.COMPLETE.is(phase) || Phase.FAILED.is(phase)) {
      return c.stay();
    }
    if (c.attempt() == 0) {
      return Admission.next(c);
    }
    return Phase.RETRY_FAILED.is(phase) ? Retrying.next(c) : Attempting.next(c);
  }
}
