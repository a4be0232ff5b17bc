package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.tree.Entry;
import java.util.List;

/**
 * A chunk as the plan has it, before anything was read.
 *
 * @param kind what it holds
 * @param entries ENTRIES: those in it; HEADER and DATA: the one large file; END: none
 * @param source DATA and HEADER that must be read: the large file, held open; else null
 * @param fileOffset DATA: first byte of the file's content
 * @param contentLength DATA: bytes of content
 * @param rawLength bytes of the tar stream, if nothing changes until it is read
 * @param reused the base's chunk that stands for this one unread, or null
 * @param candidates chunks of bases at the same place and of the same length: read and compared
 */
record PlannedChunk(
    ChunkKind kind,
    List<Entry> entries,
    LargeSource source,
    long fileOffset,
    int contentLength,
    int rawLength,
    BaseChunk reused,
    List<ChunkRecord> candidates) {

  boolean mustBeRead() {
    return reused == null;
  }

  Entry first() {
    return entries.isEmpty() ? null : entries.get(0);
  }
}
