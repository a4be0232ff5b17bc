package io.bactrian.engine.tree;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sorts any number of records in bounded memory: in the heap while they fit, else in sorted runs in
 * temporary files (mode 0600, without a name from the beginning, so that even a kill leaves none).
 * Stable: equal records keep their order. Failures of the spool are TRANSIENT. For one thread.
 */
public final class SpillSorter implements Closeable {
  private static final int FAN_IN = 32;
  private static final int RECORD_OVERHEAD = 28;

  private final Path spoolDir;
  private final Comparator<byte[]> order;
  private final long maxHeapBytes;
  private final List<List<SpillRun>> levels = new ArrayList<>();
  private List<byte[]> buffer = new ArrayList<>();
  private long heapBytes;

  /**
   * @param maxHeapBytes how much the records in memory may take, object headers counted; merging
   *     takes at most 32 KiB for each of some 32 runs besides
   */
  public SpillSorter(Path spoolDir, Comparator<byte[]> order, long maxHeapBytes) {
    this.spoolDir = spoolDir;
    this.order = order;
    this.maxHeapBytes = maxHeapBytes;
  }

  /** Takes a record; the caller must not change it afterwards. */
  public void add(byte[] record) {
    buffer.add(record);
    heapBytes += record.length + RECORD_OVERHEAD;
    if (heapBytes > maxHeapBytes) {
      spill();
    }
  }

  /** Bytes of heap that the records take now. */
  public long heapBytes() {
    return heapBytes;
  }

  /** Everything that was added, in order. Ends the adding; the result owns the spool space. */
  public SortedRecords sorted() {
    if (levels.isEmpty()) {
      buffer.sort(order);
      return new InMemory(buffer.iterator());
    }
    if (!buffer.isEmpty()) {
      spill();
    }
    List<SpillRun> runs = new ArrayList<>();
    for (int level = levels.size() - 1; level >= 0; level--) {
      runs.addAll(levels.get(level));
    }
    levels.clear();
    return merge(runs);
  }

  /** Drops what was added and not handed over by {@link #sorted}. */
  @Override
  public void close() {
    levels.forEach(level -> level.forEach(SpillRun::close));
    levels.clear();
    buffer = new ArrayList<>();
    heapBytes = 0;
  }

  private void spill() {
    buffer.sort(order);
    SpillRun run = write(buffer::forEach);
    buffer = new ArrayList<>();
    heapBytes = 0;
    keep(run, 0);
  }

  /** A full level becomes one run of the next: each record is written once a level. */
  private void keep(SpillRun run, int level) {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    List<SpillRun> runs = levels.get(level);
    runs.add(run);
    if (runs.size() == FAN_IN) {
      levels.set(level, new ArrayList<>());
      try (SortedRecords merged = merge(runs)) {
        keep(write(merged::forEachRemaining), level + 1);
      }
    }
  }

  private SpillRun write(Consumer<Consumer<byte[]>> records) {
    SpillRun run = open();
    try {
      records.accept(run::append);
      run.rewind();
      return run;
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
  }

  private SpillRun open() {
    try {
      return new SpillRun(spoolDir);
    } catch (IOException e) {
      throw TreeFailures.spool(spoolDir, e);
    }
  }

  private SortedRecords merge(List<SpillRun> runs) {
    try {
      return new SpillMerge(runs, order);
    } catch (RuntimeException e) {
      runs.forEach(SpillRun::close);
      throw e;
    }
  }

  private record InMemory(Iterator<byte[]> records) implements SortedRecords {
    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public byte[] next() {
      return records.next();
    }

    @Override
    public void close() {}
  }
}
