package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.tree.PathOrder;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Walks one base's chunks beside the walk of the source. Forward only; holds the chunks between
 * where the plan is and where the walk is, which is about one chunk's worth.
 */
final class BaseCursor {
  private static final Comparator<byte[]> ORDER = PathOrder.INSTANCE;

  private final Iterator<BaseChunk> chunks;
  private final Deque<BaseChunk> waiting = new ArrayDeque<>();
  private final Deque<EntryRecord> entries = new ArrayDeque<>();
  private long left;

  BaseCursor(Iterator<BaseChunk> chunks) {
    this.chunks = chunks;
  }

  /** The chunk of this kind that begins at this path and offset, or null. */
  BaseChunk chunkAt(ChunkKind kind, byte[] path, long fileOffset) {
    loadPast(path, fileOffset);
    while (!waiting.isEmpty() && compare(waiting.peek(), path, fileOffset) < 0) {
      waiting.poll();
    }
    BaseChunk found = null;
    for (BaseChunk chunk : waiting) {
      if (compare(chunk, path, fileOffset) != 0) {
        break;
      }
      if (chunk.chunk().kind() == kind) {
        found = chunk;
      }
    }
    return found;
  }

  /** Runs to the end of the base; its end-of-archive chunk, or null where it never came so far. */
  BaseChunk end() {
    BaseChunk last = waiting.peekLast();
    while (chunks.hasNext()) {
      last = chunks.next();
      left += entriesOf(last).size();
    }
    return last != null && last.chunk().kind() == ChunkKind.END ? last : null;
  }

  /** What the base holds before and at a path, oldest first: poll while it is not past the path. */
  EntryRecord pollUpTo(byte[] path) {
    loadPast(path, 0);
    boolean due = !entries.isEmpty() && ORDER.compare(entries.peek().entry().path(), path) <= 0;
    return due ? entries.poll() : null;
  }

  /** How many entries were never polled; call after {@link #end}. */
  long remaining() {
    return left + entries.size();
  }

  private void loadPast(byte[] path, long fileOffset) {
    while (chunks.hasNext()
        && (waiting.isEmpty() || compare(waiting.peekLast(), path, fileOffset) <= 0)) {
      BaseChunk chunk = chunks.next();
      waiting.add(chunk);
      entries.addAll(entriesOf(chunk));
      while (waiting.size() > 1 && compare(second(), path, 0) < 0) {
        waiting.poll();
      }
    }
  }

  private BaseChunk second() {
    Iterator<BaseChunk> iterator = waiting.iterator();
    iterator.next();
    return iterator.next();
  }

  private static List<EntryRecord> entriesOf(BaseChunk chunk) {
    ChunkKind kind = chunk.chunk().kind();
    boolean begins = kind == ChunkKind.ENTRIES || kind == ChunkKind.HEADER;
    return begins ? chunk.chunk().entries() : List.of();
  }

  private static int compare(BaseChunk chunk, byte[] path, long fileOffset) {
    ChunkRecord record = chunk.chunk();
    if (record.kind() == ChunkKind.END) {
      return 1;
    }
    int order = ORDER.compare(record.first().entry().path(), path);
    return order != 0 ? order : Long.compare(record.fileOffset(), fileOffset);
  }
}
