package io.bactrian.engine.backup;

import io.bactrian.engine.tree.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a person must know about the source after a run: changed, vanished, skipped. */
public final class SourceReport {
  private static final int MOST = 1_000;
  private final Named changed = new Named();
  private final Named vanished = new Named();
  private final Named skipped = new Named();

  void changed(Entry entry) {
    changed.add(entry.display());
  }

  void vanished(Entry entry) {
    vanished.add(entry.display());
  }

  void vanished(String path) {
    vanished.add(path);
  }

  void skipped(String path, String why) {
    skipped.add(path + ": " + why);
  }

  public List<String> changed() {
    return changed.names();
  }

  public List<String> vanished() {
    return vanished.names();
  }

  public List<String> skipped() {
    return skipped.names();
  }

  /** Whether something changed or vanished while it was read: complete, but exit 3. */
  public boolean unclean() {
    return changed.any() || vanished.any();
  }

  boolean hasVanished(String path) {
    return vanished.has(path);
  }

  /** Names once each, at most 1,000. */
  private static final class Named {
    private final Set<String> names = new LinkedHashSet<>();

    synchronized void add(String name) {
      if (names.size() < MOST) {
        names.add(name);
      }
    }

    synchronized boolean any() {
      return !names.isEmpty();
    }

    synchronized boolean has(String name) {
      return names.contains(name);
    }

    synchronized List<String> names() {
      return List.copyOf(names);
    }
  }
}
