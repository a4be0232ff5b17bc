package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.read.IndexCheck;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares the index with itself, with STREAM and with the manifest, as far as it is whole: the
 * first difference is reported and ends the comparison, not the reading.
 */
final class IndexLook implements Closeable {
  private final BackupView view;
  private final IndexCheck check;
  private final Optional<StreamCheck> stream;
  private final Consumer<Damage> damages;
  private boolean comparing = true;

  /**
   * @param stream empty where STREAM itself is damaged
   */
  IndexLook(BackupView view, Optional<StreamCheck> stream, Consumer<Damage> damages) {
    this.view = view;
    this.check = new IndexCheck(view.objects());
    this.stream = stream;
    this.damages = damages;
  }

  /** A segment is missing: what is left cannot be compared. */
  void giveUp() {
    comparing = false;
  }

  /** CORRUPT where the chunk cannot lie where it is said to lie. */
  void accept(ChunkRecord chunk) {
    check.requireLocation(chunk);
    compare(
        () -> {
          check.accept(chunk);
          stream.ifPresent(lines -> lines.accept(chunk));
        });
  }

  void end() {
    compare(
        () -> {
          check.requireEnd(view.entries(), view.rawBytes());
          stream.ifPresent(lines -> lines.end(view.rawBytes(), view.entries()));
        });
  }

  private void compare(Runnable comparison) {
    if (!comparing) {
      return;
    }
    try {
      comparison.run();
    } catch (Failure e) {
      comparing = false;
      damages.accept(Damage.of(view.runId() + "/index", e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    if (stream.isPresent()) {
      stream.get().close();
    }
  }
}
