package io.bactrian.store;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a key was run as an expression. */
public final class Tripwire {
  static final AtomicInteger TRIPPED = new AtomicInteger();

  private Tripwire() {}

  public static String trip() {
    return "tripped" + TRIPPED.incrementAndGet();
  }
}
