package io.bactrian.control;

import java.time.Duration;
import java.time.Instant;

/**
 * How soon something that a spec names and that is not there is looked for again. A thousand
 * resources may wait at once, so that looking must cost nearly nothing.
 */
enum Patience {
  /** An event tells when it comes; looking is for the case that the event was lost. */
  TOLD(Duration.ofHours(1), Duration.ofHours(1)),
  /** Nobody tells: half as long as it has been missing so far. */
  UNTOLD(Duration.ofSeconds(5), Duration.ofMinutes(5));

  /** On a machine without a cluster looking costs no request, and nobody tells anything. */
  private static final Duration MACHINE = Duration.ofSeconds(30);

  private final Duration least;
  private final Duration most;

  Patience(Duration least, Duration most) {
    this.least = least;
    this.most = most;
  }

  /**
   * @param since when it was first seen to be missing, as the status holds it, so that a new
   *     operator is no more impatient than the old one
   * @param machine whether there is no cluster
   */
  Duration next(Instant since, Instant now, boolean machine) {
    if (machine) {
      return MACHINE;
    }
    Duration half = Duration.between(since, now).dividedBy(2);
    Duration wait = half.compareTo(least) < 0 ? least : half;
    return wait.compareTo(most) > 0 ? most : wait;
  }
}
