package io.bactrian.engine.repo;

import java.time.Duration;

/** Monotonic time, and waiting in it. */
public interface Pace {
  long nanos();

  void sleep(Duration duration) throws InterruptedException;

  /** The machine's own. */
  static Pace system() {
    return new Pace() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
      }
    };
  }
}
