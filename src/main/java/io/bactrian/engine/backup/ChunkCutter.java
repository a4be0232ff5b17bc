package io.bactrian.engine.backup;

import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.tree.Entry;

/**
 * Where chunks of small files and segments are cut: by size, and by hashes of paths, so that one
 * file more or less moves one cut and not all that follow.
 */
final class ChunkCutter {
  static final int CHUNK = 1 << 20;
  static final int QUARTER = CHUNK / 4;
  static final int SEGMENT_CHUNKS = 512;
  static final int SEGMENT_ENTRIES = 20_000;
  private static final long SEGMENT_ONE_IN = 64;

  private ChunkCutter() {}

  /** Whether a chunk of so many bytes closes before this entry of so many. */
  static boolean closesBefore(Entry next, int chunkBytes, int entryBytes) {
    if (chunkBytes == 0) {
      return false;
    }
    if (chunkBytes + entryBytes > CHUNK) {
      return true;
    }
    return chunkBytes >= QUARTER
        && Hashes.cut(next.path(), 0) * QUARTER < ((long) entryBytes << 32);
  }

  /** Whether a segment of so many chunks and entries closes before this chunk. */
  static boolean segmentClosesBefore(
      byte[] path, long fileOffset, int addedEntries, int chunks, int entries) {
    if (chunks >= SEGMENT_CHUNKS || (chunks > 0 && entries + addedEntries > SEGMENT_ENTRIES)) {
      return true;
    }
    boolean pastQuarter = chunks >= SEGMENT_CHUNKS / 4 || entries >= SEGMENT_ENTRIES / 4;
    return pastQuarter && Hashes.cut(path, fileOffset + 1) < (1L << 32) / SEGMENT_ONE_IN;
  }
}
