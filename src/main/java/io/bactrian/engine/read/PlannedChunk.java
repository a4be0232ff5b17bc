package io.bactrian.engine.read;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import java.util.List;

/**
 * A chunk as a plan holds it: a {@link ChunkRecord} whose object is known by who asks.
 *
 * @param seed of its XXH3-128
 * @param offset in the object after decryption
 * @param length compressed
 */
public record PlannedChunk(
    ChunkKind kind,
    long seed,
    long hashHigh,
    long hashLow,
    long offset,
    int length,
    int rawLength,
    long fileOffset,
    int contentLength,
    int crc32c,
    List<EntryRecord> entries) {

  static PlannedChunk of(ChunkRecord chunk, long seed) {
    return new PlannedChunk(
        chunk.kind(),
        seed,
        chunk.hashHigh(),
        chunk.hashLow(),
        chunk.location().offset(),
        chunk.location().length(),
        chunk.rawLength(),
        chunk.fileOffset(),
        chunk.contentLength(),
        chunk.crc32c(),
        chunk.entries());
  }
}
