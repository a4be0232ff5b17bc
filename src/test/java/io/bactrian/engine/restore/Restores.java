package io.bactrian.engine.restore;

import io.bactrian.engine.failure.TransientFailure;
import io.bactrian.engine.read.Fetch;
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
    return request("", backup, target, overwrite, paths);
  }

  /** For a Restore of that uid. */
  public static RestoreRequest request(
      String owner, TestBackup backup, Path target, Overwrite overwrite, String... paths) {
    return new RestoreRequest(
        backup.view(),
        owner,
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
    RestoreRun run = new RestoreRun(request);
    RestoreOutcome outcome = restore(run);
    run.settle();
    return outcome;
  }

  /** All but the settling, as if the process was lost before it told anybody. */
  public static RestoreOutcome lost(RestoreRequest request) {
    return restore(new RestoreRun(request));
  }

  /** One that is done and closed, and was not told yet. */
  public static RestoreRun unsettled(RestoreRequest request) {
    RestoreRun run = new RestoreRun(request);
    restore(run);
    return run;
  }

  private static RestoreOutcome restore(RestoreRun opened) {
    try (RestoreRun run = opened) {
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
