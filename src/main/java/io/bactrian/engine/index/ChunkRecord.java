package io.bactrian.engine.index;

import java.util.List;

/**
 * A chunk as a run holds it: what it means and where it lies.
 *
 * @param kind what it holds
 * @param entries ENTRIES: those in it, in order; HEADER and DATA: the one large file (the same
 *     record in each of its chunks); END: none
 * @param fileOffset DATA: where its content begins in the file, else 0
 * @param contentLength DATA: how much of the file's content it holds, padding not counted, else 0
 * @param crc32c DATA: of that content, else 0
 * @param rawLength bytes of the tar stream it stands for
 * @param hashHigh XXH3-128 of those bytes under the run's seed, high half
 * @param hashLow low half
 * @param readAt when its reading began, milliseconds since the epoch
 * @param location where the compressed bytes lie
 */
public record ChunkRecord(
    ChunkKind kind,
    List<EntryRecord> entries,
    long fileOffset,
    int contentLength,
    int crc32c,
    int rawLength,
    long hashHigh,
    long hashLow,
    long readAt,
    Location location) {

  /** The first entry, or null for END. */
  public EntryRecord first() {
    return entries.isEmpty() ? null : entries.get(0);
  }
}
