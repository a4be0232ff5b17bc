package io.bactrian.worker;

import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.engine.restore.RestoreOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores the run that the order names into the data directory. */
final class RestoreTask implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreTask.class);
  private final Work work;
  private volatile RestoreWork restore;
  private volatile boolean cancelled;

  RestoreTask(Work work) {
    this.work = work;
  }

  @Override
  public void run(WorkerEnd end) {
    WorkerOrder order = work.order();
    RestoreWork.Wish wish =
        new RestoreWork.Wish(
            order.runIds == null || order.runIds.isEmpty() ? "latest" : order.runIds.get(0),
            target(),
            overwrite(order.overwrite),
            order.paths == null ? List.of() : order.paths,
            work.uid(),
            work.progress());
    RestoreWork opened =
        RestoreWork.open(work.connector(), work.place(), work.key(), work.settings(), wish);
    restore = opened;
    if (cancelled) {
      opened.run().cancel();
    }
    RestoreOutcome outcome = opened.finish();
    Ends.complete(end);
    end.runId = outcome.runId();
    end.bytes = outcome.bytes();
    end.files = outcome.files();
    end.bundleAttempts = outcome.attempts();
    outcome.skipped().first().forEach(what -> LOG.warn("not made: {}", what));
    outcome.notApplied().first().forEach(what -> LOG.warn("not applied: {}", what));
  }

  /** A directory deep in a claim is made: nobody can make it by hand there. */
  private Path target() {
    Path target = work.dataDirectory();
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(parent)) {
      work.make(parent);
    }
    return target;
  }

  private static Overwrite overwrite(String text) {
    try {
      return text == null ? Overwrite.NEVER : Overwrite.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("overwrite is '" + text + "'", "use Never, Replace or Merge");
    }
  }

  @Override
  public void told() {
    try {
      restore.run().settle();
    } catch (RuntimeException e) {
      LOG.warn("the restore's mark is left in the target: {}", e.getMessage());
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    RestoreWork opened = restore;
    if (opened != null) {
      opened.run().cancel();
    }
  }
}
