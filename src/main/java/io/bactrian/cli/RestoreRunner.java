package io.bactrian.cli;

import io.bactrian.config.Sizes;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.engine.restore.RestoreOutcome;
import io.bactrian.worker.Place;
import io.bactrian.worker.RestoreWork;
import java.util.Optional;

/** Runs {@code restore} once its flags are read. */
final class RestoreRunner {
  private RestoreRunner() {}

  static Report run(
      RestoreVerb verb,
      Overwrite overwrite,
      Session session,
      Place place,
      Optional<SecretKeyBytes> key) {
    RestoreWork.Wish wish =
        new RestoreWork.Wish(
            verb.backup.backup, verb.target, overwrite, verb.paths, "", session.progress());
    RestoreWork work = RestoreWork.open(session::connect, place, key, session.settings(), wish);
    session.showProgress("restore");
    return report(work.layout(), work.finish()).whenTold(work.run()::settle);
  }

  private static Report report(Layout layout, RestoreOutcome outcome) {
    Report report =
        Report.complete("restore")
            .with("namespace", layout.namespace())
            .with("name", layout.name())
            .with("runId", outcome.runId())
            .with("attempts", outcome.attempts())
            .with("target", outcome.target())
            .with("files", outcome.files())
            .with("directories", outcome.directories())
            .with("links", outcome.links())
            .with("bytes", outcome.bytes())
            .with("objects", outcome.objects())
            .with("bytesFetched", outcome.bytesFetched())
            .with("resumed", outcome.resumed())
            .with("skipped", outcome.skipped())
            .with("notApplied", outcome.notApplied())
            .line(
                "restored     " + layout.name() + " " + outcome.runId() + " to " + outcome.target())
            .line(
                "holds        "
                    + BackupText.count(outcome.files(), "file")
                    + ", "
                    + BackupText.count(outcome.directories(), "directory")
                    + ", "
                    + BackupText.count(outcome.links(), "link")
                    + ": "
                    + Sizes.text(outcome.bytes()))
            .line(
                "fetched      "
                    + Sizes.text(outcome.bytesFetched())
                    + " in "
                    + BackupText.count(outcome.objects(), "object"));
    outcome.skipped().first().forEach(what -> report.line("not made     " + what));
    outcome.notApplied().first().forEach(what -> report.line("not applied  " + what));
    return outcome.resumed() ? report.line("This ended a restore that was cut short.") : report;
  }
}
