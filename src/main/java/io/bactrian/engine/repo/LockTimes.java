package io.bactrian.engine.repo;

import java.time.Duration;

/**
 * @param beat how often a holder says that it lives
 * @param staleAfter how long a holder of another host may be silent, on the observer's clock
 * @param poll how often an observer looks
 * @param patience how long a holder that lives is waited for; zero: it is refused as soon as known
 */
public record LockTimes(Duration beat, Duration staleAfter, Duration poll, Duration patience) {
  /** An observer looks four times a beat, and waits for nobody who lives. */
  public static LockTimes of(Duration beat, Duration staleAfter) {
    return new LockTimes(beat, staleAfter, beat.dividedBy(4), Duration.ZERO);
  }

  public LockTimes patient(Duration longest) {
    return new LockTimes(beat, staleAfter, poll, longest);
  }
}
