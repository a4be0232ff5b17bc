package io.bactrian.worker;

import io.bactrian.config.Settings;
import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.read.BackupView;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.engine.restore.RestoreOutcome;
import io.bactrian.engine.restore.RestoreRequest;
import io.bactrian.engine.restore.RestoreRun;
import io.bactrian.engine.work.Progress;
import io.bactrian.route.ObjectSteps;
import io.bactrian.route.RestoreSteps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One restore over the routes.
 *
 * @param run can be cancelled
 */
public record RestoreWork(Connection connection, Layout layout, RestoreRun run) {
  private static final List<String> ROUTES = List.of("restore.yaml", "object.yaml");

  /**
   * @param backup {@code latest}, a run-id or a unique beginning of one
   * @param owner the uid of the Restore that asks; empty where none does
   */
  public record Wish(
      String backup,
      Path target,
      Overwrite overwrite,
      List<String> paths,
      String owner,
      Progress progress) {}

  /** Opens the repository, finds the run and checks its manifest; touches no target. */
  public static RestoreWork open(
      Connector connector,
      Place place,
      Optional<SecretKeyBytes> key,
      Settings settings,
      Wish wish) {
    TargetRefusals.requireApart(wish.target(), place.repository(), wish.overwrite());
    CryptoProviders.warmUp();
    Connection connection =
        connector.connect(
            place, ROUTES, Map.of("restore", new RestoreSteps(), "objects", new ObjectSteps()));
    Layout layout =
        new Repository(connection.retrying()).choose(place.namespace(), place.name().orElse(null));
    ReadKeys keys = ReadKeys.open(connection.retrying(), layout, key);
    Runs runs = new Runs(connection.retrying(), layout, keys.trust());
    Manifest manifest = runs.read(runs.select(wish.backup()).runId()).manifest();
    keys.requireFor(manifest.packing().algorithm());
    RestoreRequest request =
        new RestoreRequest(
            BackupView.of(manifest),
            wish.owner(),
            connection.once(),
            keys::cipherer,
            wish.target(),
            wish.overwrite(),
            wish.paths(),
            settings.concurrency(),
            settings.bundleRetry().maxRedeliveries() + 1,
            wish.progress());
    return new RestoreWork(connection, layout, new RestoreRun(request));
  }

  /** Fetches, checks, swaps in. {@link RestoreRun#settle} follows, once the end is told. */
  public RestoreOutcome finish() {
    return connection.runtime().call("direct:restore", run, RestoreOutcome.class);
  }
}
