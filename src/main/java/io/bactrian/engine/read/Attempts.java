package io.bactrian.engine.read;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts tries of anything.
 *
 * @param allowed of one object, for the log
 */
public record Attempts(LongAdder counter, int allowed) {
  public Attempts(int allowed) {
    this(new LongAdder(), allowed);
  }

  public long sum() {
    return counter.sum();
  }
}
