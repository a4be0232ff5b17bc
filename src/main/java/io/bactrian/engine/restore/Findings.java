package io.bactrian.engine.restore;

import java.util.ArrayList;
import java.util.List;

/** Sentences about single paths: all are counted, the first are kept. Safe for many threads. */
public final class Findings {
  /** How many sentences are kept. */
  public static final int MOST = 1000;

  private final List<String> first = new ArrayList<>();
  private long count;

  public synchronized void add(String sentence) {
    count++;
    if (first.size() < MOST) {
      first.add(sentence);
    }
  }

  public synchronized Listed listed() {
    return new Listed(count, first);
  }

  /**
   * @param count how many there were
   * @param first the first of them, at most {@link #MOST}
   */
  public record Listed(long count, List<String> first) {
    public Listed {
      first = List.copyOf(first);
    }
  }
}
