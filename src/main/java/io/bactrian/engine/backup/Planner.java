package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.TarHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts a walk into chunks and says of each whether a base has it. Streams: holds one chunk's
 * entries. Iterated by one thread.
 */
final class Planner implements Iterator<PlannedChunk> {
  private final Iterator<Entry> walk;
  private final Bases bases;
  private final EntryDiff diff;
  private final LargeFiles largeFiles;
  private final Deque<PlannedChunk> ready = new ArrayDeque<>();
  private List<Entry> open = new ArrayList<>();
  private int openBytes;
  private LargeFiles.Ranges ranges;
  private boolean ended;

  Planner(Iterator<Entry> walk, Bases bases, EntryDiff diff, LargeFiles largeFiles) {
    this.walk = walk;
    this.bases = bases;
    this.diff = diff;
    this.largeFiles = largeFiles;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      step();
    }
    return !ready.isEmpty();
  }

  @Override
  public PlannedChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.poll();
  }

  private void step() {
    if (ranges != null) {
      ready.add(ranges.next());
      ranges = ranges.hasNext() ? ranges : null;
    } else if (walk.hasNext()) {
      Entry entry = walk.next();
      diff.see(entry);
      add(entry);
    } else {
      close();
      end();
    }
  }

  private void add(Entry entry) {
    byte[] header = TarHeader.of(entry);
    if (entry.isLarge()) {
      close();
      ranges = largeFiles.plan(entry, header.length, bases);
      return;
    }
    int bytes = header.length;
    if (entry.type() == EntryType.FILE) {
      bytes += (int) entry.size() + TarHeader.padding(entry.size());
    }
    if (ChunkCutter.closesBefore(entry, openBytes, bytes)) {
      close();
    }
    open.add(entry);
    openBytes += bytes;
  }

  private void close() {
    if (open.isEmpty()) {
      return;
    }
    Bases.Match match = bases.match(ChunkKind.ENTRIES, open, 0, openBytes);
    ready.add(
        new PlannedChunk(
            ChunkKind.ENTRIES, open, null, 0, 0, openBytes, match.reused(), match.candidates()));
    open = new ArrayList<>();
    openBytes = 0;
  }

  private void end() {
    Bases.Match match = bases.end();
    diff.finish();
    ready.add(
        new PlannedChunk(
            ChunkKind.END,
            List.of(),
            null,
            0,
            0,
            TarHeader.end().length,
            match.reused(),
            match.candidates()));
    ended = true;
  }
}
