package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.Location;
import io.bactrian.engine.index.ObjectRef;
import java.util.List;

/**
 * What became of a planned chunk.
 *
 * @param planned what it was
 * @param raw what was read, or null where it stands unread
 * @param hash XXH3-128 of it, {high, low}
 * @param equal where a base holds the same bytes, or null
 * @param offset in the new object, where it is new
 * @param length compressed, where it is new
 */
record EncodedChunk(
    PlannedChunk planned, Raw raw, long[] hash, Location equal, long offset, int length) {

  /** What reading one chunk gave, without the bytes. */
  record Raw(List<EntryRecord> entries, int length, int contentCrc, long readAt) {}

  boolean isNew() {
    return raw != null && equal == null;
  }

  ChunkRecord record(ObjectRef object) {
    if (raw == null) {
      return planned.reused().chunk();
    }
    return new ChunkRecord(
        planned.kind(),
        raw.entries(),
        planned.fileOffset(),
        planned.contentLength(),
        raw.contentCrc(),
        raw.length(),
        hash[0],
        hash[1],
        raw.readAt(),
        equal != null ? equal : new Location(object, offset, length));
  }
}
