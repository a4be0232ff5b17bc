package io.bactrian.engine.repo;

import java.util.List;

/** Lists in sentences. */
final class Lists {
  private static final int MOST = 20;

  private Lists() {}

  /** The first of them, and how many more there are. */
  static String some(List<String> items) {
    String first = String.join(", ", items.subList(0, Math.min(MOST, items.size())));
    return items.size() <= MOST ? first : first + " and " + (items.size() - MOST) + " more";
  }
}
