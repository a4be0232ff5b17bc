package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.read.Attempts;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.read.CheckedRead;
import io.bactrian.engine.read.FetchFeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * What the parts of one look share: how objects come in, and the damage found so far. Safe for many
 * threads.
 */
final class Look {
  private final VerifyRequest request;
  private final BackupView view;
  private final FetchFeed feed;
  private final List<Damage> damages = Collections.synchronizedList(new ArrayList<>());

  Look(VerifyRequest request) {
    this.request = request;
    this.view = BackupView.of(request.sealed().manifest());
    this.feed =
        new FetchFeed(
            new CheckedRead(request.once(), view.root(), request.ciphers()),
            new Attempts(request.attempts()),
            request.concurrency());
  }

  VerifyRequest request() {
    return request;
  }

  BackupView view() {
    return view;
  }

  /** How objects come in; what fails is told to {@link #failed}. */
  FetchFeed feed() {
    return feed;
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
