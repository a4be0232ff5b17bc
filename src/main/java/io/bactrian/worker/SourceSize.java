package io.bactrian.worker;

import io.bactrian.api.WorkerOrder;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.tree.Excludes;
import io.bactrian.engine.tree.TreeSize;
import java.nio.file.Path;
import java.util.List;

/** Counts beside a backup how much it will have to look at; a guess, for progress alone. */
final class SourceSize implements AutoCloseable {
  private volatile long bytes = -1;
  private volatile boolean ended;

  void start(WorkerOrder order) {
    if (order.dataDirectory == null) {
      return;
    }
    Thread counting = new Thread(() -> count(order), "source-size");
    counting.setDaemon(true);
    counting.setPriority(Thread.MIN_PRIORITY);
    counting.start();
  }

  private void count(WorkerOrder order) {
    try {
      List<String> patterns = order.exclude == null ? List.of() : order.exclude;
      long counted =
          TreeSize.bytes(Path.of(order.dataDirectory), Excludes.of(patterns), () -> !ended);
      bytes = ended ? -1 : counted;
    } catch (Failure e) {
      bytes = -1;
    }
  }

  /** -1 while unknown. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    ended = true;
  }
}
