package io.bactrian.engine.repo;

import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One look at {@code lock/}. Only {@code lock/<generation>} itself makes a generation: a beat or a
 * release without it is a leaving of somebody who was taken over.
 */
final class LockListing {
  private static final String BEAT = ".beat.";
  private static final String RELEASED = ".released";

  private final TreeSet<Long> generations = new TreeSet<>();
  private final TreeSet<String> released = new TreeSet<>();
  private final TreeMap<Long, List<String>> keys = new TreeMap<>();

  static LockListing look(ObjectStore store, Layout layout) {
    LockListing listing = new LockListing();
    for (Receipt receipt : store.listAll(layout.lockDir())) {
      listing.add(receipt.key(), receipt.key().substring(layout.lockDir().length()));
    }
    return listing;
  }

  static String key(Layout layout, long generation) {
    return layout.lockDir() + number(generation);
  }

  static String beatKey(Layout layout, long generation, long beat) {
    return key(layout, generation) + BEAT + String.format(Locale.ROOT, "%06d", beat);
  }

  static String releasedKey(Layout layout, long generation) {
    return key(layout, generation) + RELEASED;
  }

  private static String number(long generation) {
    return String.format(Locale.ROOT, "%08d", generation);
  }

  private void add(String key, String file) {
    int dot = file.indexOf('.');
    long generation = parse(dot < 0 ? file : file.substring(0, dot));
    if (generation < 0) {
      return;
    }
    keys.computeIfAbsent(generation, g -> new ArrayList<>()).add(key);
    if (dot < 0) {
      generations.add(generation);
    } else if (file.endsWith(RELEASED)) {
      released.add(key);
    }
  }

  private static long parse(String digits) {
    boolean number =
        digits.length() >= 8
            && digits.length() <= 18
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Long.parseLong(digits) : -1;
  }

  boolean isFree() {
    return generations.isEmpty();
  }

  /** The generation that holds; only where there is one. */
  long highest() {
    return generations.last();
  }

  TreeSet<Long> generations() {
    return generations;
  }

  boolean hasReleased(String releasedKey) {
    return released.contains(releasedKey);
  }

  /** Higher than every number seen, leavings included. */
  long next() {
    return keys.isEmpty() ? 1 : keys.lastKey() + 1;
  }

  /** Every key of one generation: a change of it is a sign of life. */
  List<String> keysOf(long generation) {
    return keys.getOrDefault(generation, List.of());
  }

  /** Every key that belongs to a lower generation, and leavings of higher ones. */
  List<String> leavings(long mine) {
    List<String> found = new ArrayList<>();
    keys.forEach(
        (generation, ofIt) -> {
          if (generation < mine || (generation > mine && !generations.contains(generation))) {
            found.addAll(ofIt);
          }
        });
    return found;
  }
}
