package io.bactrian.engine.backup;

import io.bactrian.engine.tree.EntryType;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a run counted. Written under the segmenter's and the planner's own order; read at the end.
 */
final class Counts {
  private final Map<EntryType, Long> entries = new EnumMap<>(EntryType.class);
  long added;
  long changed;
  long gone;
  long rawBytes;
  long chunks;
  long chunksNew;
  long chunksUnread;
  long chunksCompared;
  long bytesNew;
  long bytesReused;
  long objectsNew;

  void entry(EntryType type) {
    entries.merge(type, 1L, Long::sum);
  }

  long entries() {
    return entries.values().stream().mapToLong(Long::longValue).sum();
  }

  long of(EntryType type) {
    return entries.getOrDefault(type, 0L);
  }
}
