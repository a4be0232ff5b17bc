package io.bactrian.cli;

import io.bactrian.config.Settings;
import io.bactrian.config.Sizes;
import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.restore.BackupView;
import io.bactrian.engine.restore.Overwrite;
import io.bactrian.engine.restore.RestoreOutcome;
import io.bactrian.engine.restore.RestoreRequest;
import io.bactrian.engine.restore.RestoreRun;
import io.bactrian.route.ObjectSteps;
import io.bactrian.route.RestoreSteps;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs {@code restore} once its flags are read. */
final class RestoreRunner {
  private static final List<String> ROUTES = List.of("restore.yaml", "object.yaml");

  private RestoreRunner() {}

  static Report run(RestoreVerb verb, Session session, Place place, Optional<SecretKeyBytes> key) {
    CryptoProviders.warmUp();
    Connection connection =
        session.connect(
            place, ROUTES, Map.of("restore", new RestoreSteps(), "objects", new ObjectSteps()));
    Layout layout =
        new Repository(connection.retrying()).choose(place.namespace(), place.name().orElse(null));
    ReadKeys keys = ReadKeys.open(connection.retrying(), layout, key);
    Runs runs = new Runs(connection.retrying(), layout, keys.trust());
    Manifest manifest = runs.read(runs.select(verb.backup.backup).runId()).manifest();
    keys.requireFor(manifest.packing().algorithm());
    Settings settings = session.settings();
    RestoreRequest request =
        new RestoreRequest(
            BackupView.of(manifest),
            connection.once(),
            keys::cipherer,
            verb.target,
            Overwrite.valueOf(verb.overwrite.name().toUpperCase(Locale.ROOT)),
            verb.paths,
            settings.concurrency(),
            settings.bundleRetry().maxRedeliveries() + 1,
            session.progress());
    session.showProgress("restore");
    RestoreRun run = new RestoreRun(request);
    return report(layout, connection.runtime().call("direct:restore", run, RestoreOutcome.class));
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
                    + RunText.count(outcome.files(), "file")
                    + ", "
                    + RunText.count(outcome.directories(), "directory")
                    + ", "
                    + RunText.count(outcome.links(), "link")
                    + ": "
                    + Sizes.text(outcome.bytes()))
            .line(
                "fetched      "
                    + Sizes.text(outcome.bytesFetched())
                    + " in "
                    + RunText.count(outcome.objects(), "object"));
    outcome.skipped().first().forEach(what -> report.line("not made     " + what));
    outcome.notApplied().first().forEach(what -> report.line("not applied  " + what));
    return outcome.resumed() ? report.line("This ended a restore that was cut short.") : report;
  }
}
