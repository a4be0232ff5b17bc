package io.bactrian.engine.tree;

import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Merges sorted runs; equal records come in the order of their runs. */
final class SpillMerge implements SortedRecords {
  private final List<SpillRun> runs;
  private final PriorityQueue<Head> heads;

  SpillMerge(List<SpillRun> runs, Comparator<byte[]> order) {
    this.runs = runs;
    this.heads =
        new PriorityQueue<>(Comparator.comparing(Head::record, order).thenComparingInt(Head::run));
    for (int run = 0; run < runs.size(); run++) {
      pull(run);
    }
  }

  private void pull(int run) {
    byte[] record = runs.get(run).next();
    if (record != null) {
      heads.add(new Head(record, run));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public byte[] next() {
    Head head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    pull(head.run());
    return head.record();
  }

  @Override
  public void close() {
    heads.clear();
    runs.forEach(SpillRun::close);
  }

  private record Head(byte[] record, int run) {}
}
