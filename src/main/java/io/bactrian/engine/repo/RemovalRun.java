package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectStore;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deletion of runs of one name: what the route moves along. {@link #begin}, {@link
 * #finishCutShort}, {@link #choose}, {@link #delete}; {@link #close} in any case.
 */
public final class RemovalRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemovalRun.class);
  private final ObjectStore store;
  private final Layout layout;
  private final LockRequest request;
  private final LockTimes times;
  private final Runs runs;
  private final ManifestTrust trust;
  private final Function<Runs, Collection<RunId>> choice;
  private NameLock lock;
  private Deletion deletion;
  private Collection<RunId> chosen = List.of();

  /**
   * @param request who asks for the lock
   * @param choice which runs are to go; asked under the lock
   */
  public RemovalRun(
      ObjectStore store,
      Layout layout,
      LockRequest request,
      LockTimes times,
      Function<Runs, Collection<RunId>> choice) {
    this.store = store;
    this.layout = layout;
    this.request = request;
    this.times = times;
    this.trust = Repository.trustWithoutKey(store, layout);
    this.runs = new Runs(store, layout, trust);
    this.choice = choice;
  }

  /** LOCKED, with who and since when, where another process writes the name. */
  public void begin() {
    lock = NameLock.acquire(store, layout, request, times);
    deletion = new Deletion(store, layout, lock, trust);
  }

  /** Deletions that died go on first. */
  public void finishCutShort() {
    deletion.finish();
  }

  /** Decides, on what is there now. */
  public void choose() {
    chosen = choice.apply(runs);
  }

  /** Everything chosen goes, and whatever no manifest needs any more. */
  public DeletionResult delete() {
    return deletion.delete(chosen);
  }

  /**
   * Gives the lock back if it was taken; it goes too where neither runs nor keys are left (a last
   * deletion that died may have left just the lock). What fails here is logged: the work is done,
   * or has failed for a reason of its own.
   */
  @Override
  public void close() {
    if (lock == null) {
      return;
    }
    try (NameLock held = lock) {
      if (held.stillHeld()) {
        deletion.forgetNameIfEmpty();
      }
    } catch (Failure e) {
      LOG.warn("whether {} is empty could not be seen: {}", layout, e.getMessage());
    }
  }
}
