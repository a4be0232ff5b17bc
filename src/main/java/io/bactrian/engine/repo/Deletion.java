package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Deletes runs, ends deletions that were cut short, and sweeps what dead runs left. Never deletes
 * an object that a staying manifest names; deletes nothing at all while one of those cannot be
 * read. Every call may be cut short anywhere and called again, by this process or the next holder
 * of the lock. Memory is bounded by one manifest and {@link Candidates#MOST} keys.
 */
public final class Deletion {
  private final ObjectStore store;
  private final Layout layout;
  private final NameLock lock;
  private final Runs runs;
  private final int batchSize;

  /** The lock must be held. */
  public Deletion(ObjectStore store, Layout layout, NameLock lock, ManifestTrust trust) {
    this(store, layout, lock, trust, Candidates.MOST);
  }

  Deletion(ObjectStore store, Layout layout, NameLock lock, ManifestTrust trust, int batchSize) {
    this.store = store;
    this.layout = layout;
    this.lock = lock;
    this.runs = new Runs(store, layout, trust);
    this.batchSize = batchSize;
  }

  /**
   * Ends deletions that were cut short. To be called first by whoever took the lock, before the
   * name's keys are read; dead runs stay, as bases.
   */
  public DeletionResult finish() {
    DeletionResult result = remove(List.of(), false, Optional.empty());
    if (store.head(layout.nameMark()).isPresent()) {
      List<String> keys = keys();
      lock.requireHeld();
      if (runs.ids().isEmpty()) {
        keys.forEach(store::delete);
      }
      store.delete(layout.nameMark());
    }
    return result;
  }

  /**
   * The same for a backup, which can go on beside a run that is half deleted.
   *
   * @return why it could not be ended: the manifest of another run is not usable
   */
  public Optional<Failure> finishIfPossible() {
    try {
      finish();
      return Optional.empty();
    } catch (Failure e) {
      return switch (e.failureClass()) {
        case CORRUPT, FUTURE_VERSION, WRONG_KEY, NOT_FOUND -> Optional.of(e);
        default -> throw e;
      };
    }
  }

  /**
   * Deletes these runs, whether or not they have manifests, and sweeps. With the last run go the
   * keys, and the lock when it is closed.
   */
  public DeletionResult delete(Collection<RunId> chosen) {
    DeletionResult result = remove(chosen, true, Optional.empty());
    boolean gone = runs.ids().isEmpty() && removeName();
    return new DeletionResult(result.runs(), result.objects(), result.bytes(), gone);
  }

  /**
   * After a commit: removes what dead runs left and no manifest names.
   *
   * @param committed is left alone, whatever is found of it
   */
  public DeletionResult sweep(RunId committed) {
    return remove(List.of(), true, Optional.of(committed));
  }

  /** The same; a failure is returned, since the backup is complete in spite of it. */
  public Optional<Failure> sweepIfPossible(RunId committed) {
    try {
      sweep(committed);
      return Optional.empty();
    } catch (Failure e) {
      return Optional.of(e);
    }
  }

  private DeletionResult remove(
      Collection<RunId> chosen, boolean sweeping, Optional<RunId> current) {
    Survey survey = Survey.of(runs);
    SortedSet<RunId> doomed = new TreeSet<>(survey.marked());
    doomed.addAll(chosen);
    SortedSet<RunId> swept = new TreeSet<>(sweeping ? survey.dead() : List.of());
    current.ifPresent(doomed::remove);
    current.ifPresent(swept::remove);
    return doomed.isEmpty() && swept.isEmpty()
        ? DeletionResult.nothing()
        : new Removal(store, layout, lock, runs, survey, doomed, swept).run(batchSize);
  }

  /** Where neither runs nor keys are left, the lock goes too when it is closed. */
  public void forgetNameIfEmpty() {
    if (runs.ids().isEmpty() && store.list(layout.keysDir(), "").objects().isEmpty()) {
      lock.removeOnClose();
    }
  }

  /**
   * Lists the keys, marks, looks: a holder who takes over after the look sees the mark, ends this,
   * and makes keys that are not in the list; one who takes over before it is seen.
   *
   * @return false if a run has come meanwhile
   */
  private boolean removeName() {
    List<String> keys = keys();
    boolean ours = putNameMark();
    if (!lock.stillHeld()) {
      if (ours) {
        store.delete(layout.nameMark());
      }
      throw lock.lostFailure();
    }
    boolean gone = runs.ids().isEmpty();
    if (gone) {
      keys.forEach(store::delete);
      lock.removeOnClose();
    }
    store.delete(layout.nameMark());
    return gone;
  }

  private boolean putNameMark() {
    try {
      store.put(layout.nameMark(), lock.token());
      return true;
    } catch (Failure e) {
      if (e.failureClass() == FailureClass.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Receipt key : store.listAll(layout.keysDir())) {
      keys.add(key.key());
    }
    return keys;
  }
}
