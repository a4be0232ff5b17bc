package io.bactrian.engine.restore;

import io.bactrian.engine.failure.TransientFailure;
import io.bactrian.engine.work.Progress;
import io.bactrian.engine.work.WorkFeed;
import java.nio.file.Path;
import java.util.List;

/** Does what the routes do, in one thread and without waiting. */
public final class Restores {
  public static final int ATTEMPTS = 4;

  private Restores() {}

  public static RestoreRequest request(
      TestBackup backup, Path target, Overwrite overwrite, String... paths) {
    return new RestoreRequest(
        backup.view(),
        backup.store(),
        backup.ciphers(),
        target,
        overwrite,
        List.of(paths),
        2,
        ATTEMPTS,
        new Progress());
  }

  public static RestoreOutcome restore(
      TestBackup backup, Path target, Overwrite overwrite, String... paths) {
    return restore(request(backup, target, overwrite, paths));
  }

  public static RestoreOutcome restore(RestoreRequest request) {
    try (RestoreRun run = new RestoreRun(request)) {
      run.begin();
      drain(run.segments());
      run.requireFetched();
      run.plan();
      drain(run.objects());
      run.requireFetched();
      return run.finish();
    }
  }

  public static void drain(WorkFeed<Fetch> feed) {
    while (feed.hasNext()) {
      fetch(feed.next());
    }
  }

  private static void fetch(Fetch fetch) {
    for (int attempt = 1; ; attempt++) {
      try {
        fetch.attempt();
        fetch.fetched();
        return;
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !(e instanceof TransientFailure)) {
          fetch.failed(e);
          return;
        }
      }
    }
  }
}
