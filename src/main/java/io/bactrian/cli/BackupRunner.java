package io.bactrian.cli;

import io.bactrian.config.Settings;
import io.bactrian.engine.backup.BackupOutcome;
import io.bactrian.engine.backup.BackupRequest;
import io.bactrian.engine.backup.BackupRun;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.route.BackupSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs {@code backup} once its flags are read. */
final class BackupRunner {
  private static final List<String> ROUTES = List.of("backup.yaml", "bundle.yaml");

  private BackupRunner() {}

  /**
   * @param key present iff the algorithm encrypts
   * @param source its real path, checked to be a directory outside of the repository
   */
  static Report run(
      BackupVerb verb,
      Session session,
      Place place,
      Algorithm algorithm,
      Optional<SecretKeyBytes> key,
      Path source) {
    place.directory().ifPresent(BackupRunner::create);
    Settings settings = session.settings();
    BackupRequest request =
        new BackupRequest(
            source,
            place.namespace(),
            place.name().orElseThrow(),
            Optional.empty(),
            new BackupRequest.Selection(verb.excludes, verb.full, verb.readAll, verb.takeOver),
            new BackupRequest.Packing(
                settings.format(), settings.compressionLevel(), algorithm, key),
            limits(settings),
            place.describe(),
            place.directory());
    BackupSteps steps = new BackupSteps();
    Connection connection =
        session.connect(
            place, ROUTES, Map.of("backup", steps, "attemptFailed", steps.attemptFailed()));
    BackupRun run =
        new BackupRun(request, connection.once(), connection.retrying(), session.progress());
    session.showProgress("backup");
    try {
      return report(connection.runtime().call("direct:backup", run, BackupOutcome.class));
    } catch (RuntimeException e) {
      return failed(place, run, e);
    }
  }

  /** No backup, but how often what was tried is told all the same. */
  private static Report failed(Place place, BackupRun run, RuntimeException thrown) {
    return Report.failed("backup", thrown)
        .with("namespace", place.namespace())
        .with("name", place.name().orElseThrow())
        .with("runId", run.runId().isEmpty() ? null : run.runId())
        .with("attempts", run.bundleAttempts())
        .with("ledger", RunJson.ledger(run.attempts()));
  }

  /**
   * The first backup makes its repository's directory, but not the one above: that may be a disk
   * that is not mounted.
   */
  private static void create(Path repository) {
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

  private static BackupRequest.Limits limits(Settings settings) {
    return new BackupRequest.Limits(
        settings.bundleSize(),
        settings.concurrency(),
        settings.bundleRetry().maxRedeliveries() + 1,
        settings.spoolDirectory(),
        settings.lock().beatInterval(),
        settings.lock().takeOverAfter());
  }

  private static Report report(BackupOutcome outcome) {
    Report report = outcome.unclean() ? Report.changed("backup") : Report.complete("backup");
    RunJson.fill(report, outcome.manifest())
        .with("bundles", outcome.bundles())
        .with("notice", outcome.notice())
        .lines(RunText.brief(outcome.manifest()));
    return outcome.notice().isEmpty() ? report : report.line(outcome.notice());
  }
}
