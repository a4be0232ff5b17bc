package io.bactrian.engine.verify;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.PlannedChunk;
import io.bactrian.engine.read.SortedPlan;
import io.bactrian.engine.tree.EntryType;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Names what lies in damaged objects. All of it is counted; of the names so many are kept that a
 * wholly damaged backup of any size is told in bounded memory. Safe for many threads.
 */
final class DamagedFiles {
  private static final int IN_ALL = 20_000;
  private static final int AT_LEAST = 20;

  private final ChunkPlan plan;
  private final AtomicInteger left = new AtomicInteger(IN_ALL);

  DamagedFiles(ChunkPlan plan) {
    this.plan = plan;
  }

  Damage name(SortedPlan.Wanted wanted, String problem) {
    int most = Math.max(AT_LEAST, Math.min(Damage.MOST_FILES, left.get()));
    Set<String> names = new LinkedHashSet<>();
    Set<String> large = new LinkedHashSet<>();
    long count = 0;
    for (int i = 0; i < wanted.positions().length; i++) {
      PlannedChunk chunk = plan.read(wanted.positions()[i], wanted.lengths()[i]);
      for (EntryRecord record : chunk.entries()) {
        if (record.entry().type() != EntryType.DIRECTORY && isNew(chunk, record, large)) {
          count++;
          if (names.size() < most) {
            names.add(record.entry().display());
          }
        }
      }
    }
    left.addAndGet(-names.size());
    return new Damage(wanted.object().key(), problem, names.stream().toList(), count);
  }

  /** A large file has many chunks; any other has one. */
  private static boolean isNew(PlannedChunk chunk, EntryRecord record, Set<String> large) {
    return chunk.kind() == ChunkKind.ENTRIES || large.add(record.entry().display());
  }
}
