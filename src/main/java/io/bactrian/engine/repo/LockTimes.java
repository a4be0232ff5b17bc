package io.bactrian.engine.repo;

import java.time.Duration;

/**
 * @param beat how often a holder says that it lives
 * @param staleAfter how long a holder of another host may be silent, on the observer's clock
 * @param poll how often an observer looks
 */
public record LockTimes(Duration beat, Duration staleAfter, Duration poll) {
  /** An observer looks four times a beat. */
  public static LockTimes of(Duration beat, Duration staleAfter) {
    return new LockTimes(beat, staleAfter, beat.dividedBy(4));
  }
}
