package io.bactrian.engine.backup;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.tree.Entry;
import java.util.Arrays;

/** Counts what was added, changed and gone since the base, as the walk goes by. */
final class EntryDiff {
  private final BaseCursor base;
  private final Counts counts;

  /**
   * @param base the last committed run, or null where there is none: then everything is added
   */
  EntryDiff(BaseCursor base, Counts counts) {
    this.base = base;
    this.counts = counts;
  }

  void see(Entry entry) {
    EntryRecord match = base == null ? null : matching(entry);
    if (match == null) {
      counts.added++;
    } else if (!Reuse.sameHeader(entry, match.entry())) {
      counts.changed++;
    }
  }

  private EntryRecord matching(Entry entry) {
    EntryRecord before;
    while ((before = base.pollUpTo(entry.path())) != null) {
      if (Arrays.equals(before.entry().path(), entry.path())) {
        return before;
      }
      counts.gone++;
    }
    return null;
  }

  /** After the last entry, and after the base was run to its end. */
  void finish() {
    counts.gone += base == null ? 0 : base.remaining();
  }
}
