package io.bactrian.worker;

import io.bactrian.config.Settings;
import io.bactrian.engine.backup.BackupOutcome;
import io.bactrian.engine.backup.BackupRequest;
import io.bactrian.engine.backup.BackupRun;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.repo.LockTimes;
import io.bactrian.engine.work.Progress;
import io.bactrian.route.BackupSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One backup over the routes.
 *
 * @param run can be cancelled and asked for its attempts, also after a failure
 */
public record BackupWork(Connection connection, BackupRun run) {
  private static final List<String> ROUTES = List.of("backup.yaml", "bundle.yaml");

  /** Opens what the backup needs; moves nothing. */
  public static BackupWork open(
      Connector connector, Place place, BackupRequest request, Progress progress) {
    BackupSteps steps = new BackupSteps();
    Connection connection =
        connector.connect(
            place, ROUTES, Map.of("backup", steps, "attemptFailed", steps.attemptFailed()));
    return new BackupWork(
        connection, new BackupRun(request, connection.once(), connection.retrying(), progress));
  }

  /** Scans, stores, commits. */
  public BackupOutcome finish() {
    return connection.runtime().call("direct:backup", run, BackupOutcome.class);
  }

  /**
   * The first backup makes its repository's directory, but not the one above: that may be a disk
   * that is not mounted.
   */
  public static void createDirectory(Path repository) {
    Path parent = repository.toAbsolutePath().getParent();
    if (Files.exists(repository) || parent == null || !Files.isDirectory(parent)) {
      return;
    }
    try {
      Files.createDirectory(repository);
    } catch (IOException e) {
      throw Failure.usage(
          "the repository '" + repository + "' cannot be created: " + e.getMessage(),
          "create it, or name another directory");
    }
  }

  /**
   * @param lock of a person, who is told at once that the name is locked, or of a worker, who waits
   */
  public static BackupRequest.Limits limits(Settings settings, LockTimes lock) {
    return new BackupRequest.Limits(
        settings.bundleSize(),
        settings.concurrency(),
        settings.bundleRetry().maxRedeliveries() + 1,
        settings.spoolDirectory(),
        lock);
  }
}
