package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A batch of keys that may be deleted if no manifest names them; at most {@link #MOST} of them,
 * about 10 MB, and one manifest at a time.
 */
final class Candidates {
  static final int MOST = 50_000;
  private final Layout layout;
  private final Runs runs;

  /** Keys relative to the name's directory, with their lengths. */
  private final TreeMap<String, Long> left = new TreeMap<>();

  private Candidates(Layout layout, Runs runs) {
    this.layout = layout;
    this.runs = runs;
  }

  /** Takes the next batch from a listing; empty at its end. */
  static Candidates take(Layout layout, Runs runs, Iterator<Receipt> listing, int most) {
    Candidates batch = new Candidates(layout, runs);
    while (batch.left.size() < most && listing.hasNext()) {
      Receipt receipt = listing.next();
      batch.left.put(receipt.key().substring(layout.root().length()), receipt.length());
    }
    return batch;
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  /**
   * Strikes out what these runs' manifests name. One that cannot be read stops everything: what it
   * names is not known.
   *
   * @param all read each, even if nothing is left to strike out
   */
  void strikeOutNamedBy(Collection<RunId> keepers, boolean all) {
    for (RunId keeper : keepers) {
      if (left.isEmpty() && !all) {
        return;
      }
      Manifest manifest = read(keeper);
      strikeOut(manifest.objects());
      strikeOut(manifest.segments());
    }
  }

  void strikeOut(Refs refs) {
    for (ObjectRef ref : refs) {
      if (left.isEmpty()) {
        return;
      }
      left.remove(ref.key());
    }
  }

  private Manifest read(RunId keeper) {
    try {
      return runs.read(keeper).manifest();
    } catch (Failure e) {
      if (e.failureClass().retryable()) {
        throw e;
      }
      throw Failure.of(
          e.failureClass(),
          "nothing is deleted, because the manifest of run "
              + keeper
              + " is not readable: "
              + e.getMessage(),
          "what it needs is not known; if run " + keeper + " is lost, delete it first",
          e);
    }
  }

  /** Spares every key of a run. */
  void spare(RunId run) {
    left.keySet().removeIf(key -> key.startsWith(run + "/"));
  }

  SortedSet<RunId> runIds() {
    SortedSet<RunId> found = new TreeSet<>();
    left.keySet().forEach(key -> found.add(new RunId(key.substring(0, key.indexOf('/')))));
    return found;
  }

  long deleteAll(ObjectStore store) {
    long bytes = 0;
    for (Map.Entry<String, Long> each : left.entrySet()) {
      store.delete(layout.key(each.getKey()));
      bytes += each.getValue();
    }
    return bytes;
  }

  /** Of all that is left. */
  long bytes() {
    return left.values().stream().mapToLong(Long::longValue).sum();
  }

  int size() {
    return left.size();
  }
}
