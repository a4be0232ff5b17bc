package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.tree.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The runs a new run may refer to, walked side by side. The first is the last committed run, if
 * there is one; the others are what dead runs left.
 */
final class Bases implements AutoCloseable {
  private final List<BaseChunks> chunks;
  private final List<BaseCursor> cursors;
  private final boolean firstCommitted;
  private final Predicate<ChunkRecord> stored;
  private final boolean readAll;

  /**
   * @param chunks of each base
   * @param firstCommitted whether the first is the last committed run
   * @param stored whether the object of a chunk is there, in its right size, and may be referred to
   * @param readAll trust nothing unread
   */
  Bases(
      List<BaseChunks> chunks,
      boolean firstCommitted,
      Predicate<ChunkRecord> stored,
      boolean readAll) {
    this.chunks = List.copyOf(chunks);
    this.cursors = chunks.stream().map(BaseCursor::new).toList();
    this.firstCommitted = firstCommitted;
    this.stored = stored;
    this.readAll = readAll;
  }

  /** The last committed run, to tell what changed since; null where there is none. */
  BaseCursor committed() {
    return firstCommitted ? cursors.get(0) : null;
  }

  /** Plans a chunk of whole entries, or the header of one large file. */
  Match match(ChunkKind kind, List<Entry> entries, long fileOffset, int rawLength) {
    List<ChunkRecord> candidates = new ArrayList<>(0);
    for (BaseCursor cursor : cursors) {
      BaseChunk found = cursor.chunkAt(kind, entries.get(0).path(), fileOffset);
      if (found == null || found.chunk().rawLength() != rawLength || !stored.test(found.chunk())) {
        continue;
      }
      if (!readAll && Reuse.unread(entries, found.chunk())) {
        return new Match(found, List.of());
      }
      candidates.add(found.chunk());
    }
    return new Match(null, candidates);
  }

  /** The end of the archive is the same bytes everywhere. Runs every base to its end. */
  Match end() {
    BaseChunk best = null;
    for (BaseCursor cursor : cursors) {
      BaseChunk end = cursor.end();
      if (best == null && end != null && stored.test(end.chunk())) {
        best = end;
      }
    }
    return new Match(best, List.of());
  }

  @Override
  public void close() {
    chunks.forEach(BaseChunks::close);
  }

  /**
   * What the bases have at a place.
   *
   * @param reused stands for the planned chunk unread, or null
   * @param candidates to compare with once it is read
   */
  record Match(BaseChunk reused, List<ChunkRecord> candidates) {}
}
