package io.bactrian.engine.backup;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What must be stored next: finished segments first, then bundles as the plan goes on. A bundle
 * that needs no reading goes straight to the segmenter. Iterated by one thread, added to by many.
 */
final class ParcelQueue implements Iterator<Parcel> {
  private final Iterator<Bundle> bundles;
  private final BackupRun run;
  private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();
  private Parcel next;

  ParcelQueue(Iterator<Bundle> bundles, BackupRun run) {
    this.bundles = bundles;
    this.run = run;
  }

  void add(Iterable<Piece> finished) {
    finished.forEach(pieces::add);
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      next = pieces.poll();
      if (next == null) {
        if (!bundles.hasNext()) {
          return false;
        }
        Bundle bundle = bundles.next();
        run.awaitTurn(bundle);
        if (bundle.mustBeRead()) {
          next = bundle;
        } else {
          run.accept(bundle);
        }
      }
    }
    return true;
  }

  @Override
  public Parcel next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Parcel result = next;
    next = null;
    return result;
  }

  /** Whatever was finished after the last bundle was handed out. */
  Iterator<Piece> rest() {
    return pieces.iterator();
  }
}
