package io.bactrian.cli;

import io.bactrian.config.Settings;
import io.bactrian.config.Sizes;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.verify.Damage;
import io.bactrian.engine.verify.Share;
import io.bactrian.engine.verify.VerifyOutcome;
import io.bactrian.engine.verify.VerifyRequest;
import io.bactrian.engine.verify.VerifyRun;
import io.bactrian.route.ObjectSteps;
import io.bactrian.route.VerifySteps;
import io.bactrian.worker.Connection;
import io.bactrian.worker.Place;
import io.bactrian.worker.ReadKeys;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs {@code verify} once its flags are read. */
final class VerifyRunner {
  private static final List<String> ROUTES = List.of("verify.yaml", "object.yaml");

  private static final int SHOWN_FILES = 50;

  private VerifyRunner() {}

  static Report run(
      VerifyVerb verb,
      Session session,
      Place place,
      Optional<SecretKeyBytes> key,
      Optional<Share> share) {
    Connection connection =
        session.connect(
            place, ROUTES, Map.of("verify", new VerifySteps(), "objects", new ObjectSteps()));
    Layout layout =
        new Repository(connection.retrying()).choose(place.namespace(), place.name().orElse(null));
    ReadKeys keys = ReadKeys.open(connection.retrying(), layout, key);
    Runs runs = new Runs(connection.retrying(), layout, keys.trust());
    SealedManifest sealed = runs.read(runs.select(verb.backup.backup).runId());
    keys.requireFor(sealed.manifest().packing().algorithm());
    Settings settings = session.settings();
    VerifyRequest request =
        new VerifyRequest(
            sealed,
            connection.once(),
            connection.retrying(),
            keys::cipherer,
            share,
            LocalDate.now(ZoneOffset.UTC).toEpochDay(),
            settings.concurrency(),
            settings.bundleRetry().maxRedeliveries() + 1,
            session.progress());
    session.showProgress("verify");
    VerifyOutcome outcome =
        connection.runtime().call("direct:verify", new VerifyRun(request), VerifyOutcome.class);
    return report(layout, sealed, outcome);
  }

  private static Report report(Layout layout, SealedManifest sealed, VerifyOutcome outcome) {
    Report report =
        outcome.sound() ? Report.complete("verify") : Report.failed("verify", damaged(outcome));
    report
        .with("namespace", layout.namespace())
        .with("name", layout.name())
        .with("runId", outcome.runId())
        .with("attempts", outcome.attempts())
        .with("authentic", outcome.authentic())
        .with("objects", outcome.objects())
        .with("objectsRead", outcome.objectsRead())
        .with("bytesRead", outcome.bytesRead())
        .with("entries", outcome.entries())
        .with("damages", outcome.damages())
        .line(
            "verified     "
                + layout.name()
                + " "
                + outcome.runId()
                + ": "
                + BackupText.count(outcome.objects(), "object")
                + ", "
                + outcome.objectsRead()
                + " of them read ("
                + Sizes.text(outcome.bytesRead())
                + ")");
    outcome.damages().forEach(damage -> report.lines(text(damage)));
    return sealed.mac() != null
        ? report
        : report.line("Not encrypted: this finds accidents, not attackers.");
  }

  private static List<String> text(Damage damage) {
    String files =
        damage.fileCount() == 0
            ? "  which files it holds is not known"
            : "  it holds " + String.join(", ", shown(damage)) + more(damage);
    return List.of("DAMAGED      " + damage.object() + ": " + damage.problem(), files);
  }

  private static List<String> shown(Damage damage) {
    return damage.files().subList(0, Math.min(SHOWN_FILES, damage.files().size()));
  }

  private static String more(Damage damage) {
    long more = damage.fileCount() - shown(damage).size();
    return more == 0 ? "" : " and " + more + " more";
  }

  private static Failure damaged(VerifyOutcome outcome) {
    Damage first = outcome.damages().get(0);
    String others =
        outcome.damages().size() == 1 ? "" : ", and " + (outcome.damages().size() - 1) + " more";
    return Failure.of(
        FailureClass.CORRUPT,
        "the backup is damaged: '" + first.object() + "': " + first.problem() + others,
        "restore what is whole with --path, and take a new backup with --full");
  }
}
