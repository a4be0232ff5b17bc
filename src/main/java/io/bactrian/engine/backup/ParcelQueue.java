package io.bactrian.engine.backup;

import io.bactrian.engine.work.Progress;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What must be stored next: finished segments first, then bundles as the plan goes on. A bundle
 * that needs no reading goes straight to the segmenter. Iterated by one thread, told by many.
 */
final class ParcelQueue implements Iterator<Parcel> {
  private static final int AHEAD = 6;

  private final Iterator<Bundle> bundles;
  private final Segmenter segmenter;
  private final Progress progress;
  private final int window;
  private final Queue<Piece> pieces = new ConcurrentLinkedQueue<>();

  /**
   * @param concurrency bundles in flight at once; hardly more lie between the newest and the oldest
   */
  ParcelQueue(Iterator<Bundle> bundles, Segmenter segmenter, Progress progress, int concurrency) {
    this.bundles = bundles;
    this.segmenter = segmenter;
    this.progress = progress;
    this.window = concurrency + AHEAD;
  }

  /** The bundle is stored, or needs no storing: segments that it completes come next. */
  void accept(Bundle bundle) {
    progress.keep(bundle.bytesKept());
    try {
      segmenter.accept(bundle).forEach(pieces::add);
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
  }

  /** The last segments, once every bundle was accepted. */
  Iterator<Piece> finish() {
    try {
      segmenter.finish().forEach(pieces::add);
      return pieces.iterator();
    } catch (IOException e) {
      throw Spool.unusable(e);
    }
  }

  /** The segments of all that was accepted, though the run will not be whole. */
  Iterator<Piece> leave() throws IOException {
    segmenter.leave().forEach(pieces::add);
    return pieces.iterator();
  }

  /**
   * Never waits for a bundle to be stored: whoever asks may have one in hand that is not begun. So
   * this is also true where all that is left turns out to be stored already.
   */
  @Override
  public boolean hasNext() {
    return !pieces.isEmpty() || bundles.hasNext();
  }

  /**
   * Waits while the newest bundle is too far ahead of the oldest unfinished one; null where nothing
   * is left that must be sent.
   */
  @Override
  public Parcel next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Parcel next = pieces.poll();
    while (next == null && bundles.hasNext()) {
      Bundle bundle = bundles.next();
      awaitTurn(bundle);
      if (bundle.mustBeRead()) {
        next = bundle;
      } else {
        accept(bundle);
        next = pieces.poll();
      }
    }
    return next;
  }

  private void awaitTurn(Bundle bundle) {
    try {
      segmenter.awaitTurn(bundle.order(), window);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted();
    }
  }
}
