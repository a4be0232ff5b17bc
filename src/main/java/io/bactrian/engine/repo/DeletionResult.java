package io.bactrian.engine.repo;

import java.util.List;

/**
 * @param runs whose manifest or last objects went, in byte order
 * @param objects deleted, manifests and marks not counted
 * @param bytes of those
 * @param nameGone whether nothing of the name is left but the lock, which goes when it is closed
 */
public record DeletionResult(List<RunId> runs, long objects, long bytes, boolean nameGone) {
  public DeletionResult {
    runs = List.copyOf(runs);
  }

  static DeletionResult nothing() {
    return new DeletionResult(List.of(), 0, 0, false);
  }
}
