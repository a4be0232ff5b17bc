package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.restore.Attempts;
import io.bactrian.engine.restore.BackupView;
import io.bactrian.engine.restore.Causes;
import io.bactrian.engine.restore.CheckedRead;
import io.bactrian.engine.restore.Fetch;
import io.bactrian.engine.work.WorkFeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * What the parts of one look share: how objects are read, what is handed out at the moment, and the
 * damage found so far. Safe for many threads.
 */
final class Look {
  private final VerifyRequest request;
  private final BackupView view;
  private final Attempts attempts;
  private final CheckedRead reads;
  private final List<Damage> damages = Collections.synchronizedList(new ArrayList<>());
  private volatile WorkFeed<Fetch> feed;

  Look(VerifyRequest request) {
    this.request = request;
    this.view = BackupView.of(request.sealed().manifest());
    this.attempts = new Attempts(request.attempts());
    this.reads = new CheckedRead(request.once(), view.root(), request.ciphers());
  }

  VerifyRequest request() {
    return request;
  }

  BackupView view() {
    return view;
  }

  Attempts attempts() {
    return attempts;
  }

  CheckedRead reads() {
    return reads;
  }

  /** From now on these are what {@link #done} and {@link #failed} report on. */
  WorkFeed<Fetch> handOut(Iterator<Fetch> fetches) {
    feed = new WorkFeed<>(fetches, request.concurrency());
    return feed;
  }

  /** One fetch ended well. */
  void done() {
    feed.done();
  }

  /**
   * One fetch failed for good. Damage is noted, and the look goes on; anything else ends it.
   *
   * @param damage what to note of a problem
   */
  void failed(Throwable cause, Function<String, Damage> damage) {
    if (isDamage(cause)) {
      damages.add(damage.apply(cause.getMessage()));
      feed.done();
    } else {
      feed.failed(cause);
    }
  }

  /** Throws every cause, other than damage, for which the last hand-out ended early. */
  void requireFetched() {
    Causes.requireNone(feed.failures());
  }

  /** Whether it says something of the backup, not of the store or of ourselves. */
  static boolean isDamage(Throwable cause) {
    return cause instanceof Failure failure
        && (failure.failureClass() == FailureClass.CORRUPT
            || failure.failureClass() == FailureClass.NOT_FOUND);
  }

  void note(Damage damage) {
    damages.add(damage);
  }

  /** A copy, in the order in which it was found. */
  List<Damage> damages() {
    synchronized (damages) {
      return new ArrayList<>(damages);
    }
  }
}
