package io.bactrian.cli;

import io.bactrian.config.Settings;
import io.bactrian.engine.backup.BackupOutcome;
import io.bactrian.engine.backup.BackupRequest;
import io.bactrian.engine.backup.BackupRun;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.repo.TakeOver;
import io.bactrian.worker.BackupWork;
import io.bactrian.worker.Place;
import java.nio.file.Path;
import java.util.Optional;

/** Runs {@code backup} once its flags are read. */
final class BackupRunner {
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
    place.directory().ifPresent(BackupWork::createDirectory);
    Settings settings = session.settings();
    BackupRequest request =
        new BackupRequest(
            source,
            place.namespace(),
            place.name().orElseThrow(),
            BackupRequest.Asker.none(),
            new BackupRequest.Selection(
                verb.excludes,
                verb.full,
                verb.readAll,
                verb.takeOver ? TakeOver.ANY : TakeOver.DEAD,
                false),
            new BackupRequest.Packing(
                settings.format(), settings.compressionLevel(), algorithm, key),
            BackupWork.limits(settings, settings.lock().ofPerson()),
            place.describe(),
            place.directory());
    BackupWork work = BackupWork.open(session::connect, place, request, session.progress());
    session.showProgress("backup");
    try {
      return report(work.finish());
    } catch (RuntimeException e) {
      return failed(place, work.run(), e);
    }
  }

  /** No backup, but how often what was tried is told all the same. */
  private static Report failed(Place place, BackupRun run, RuntimeException thrown) {
    return Report.failed("backup", thrown)
        .with("namespace", place.namespace())
        .with("name", place.name().orElseThrow())
        .with("runId", run.runId().isEmpty() ? null : run.runId())
        .with("attempts", run.bundleAttempts())
        .with("ledger", BackupJson.ledger(run.attempts()));
  }

  private static Report report(BackupOutcome outcome) {
    Report report = outcome.unclean() ? Report.changed("backup") : Report.complete("backup");
    BackupJson.fill(report, outcome.manifest())
        .with("bundles", outcome.bundles())
        .with("notice", outcome.notice())
        .with("report", outcome.manifest().report())
        .lines(BackupText.brief(outcome.manifest()));
    return outcome.notice().isEmpty() ? report : report.line(outcome.notice());
  }
}
