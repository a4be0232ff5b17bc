package io.bactrian.cli;

import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.worker.Place;
import io.bactrian.worker.ReadKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs {@code show} once its flags are read. */
final class ShowRunner {
  private ShowRunner() {}

  static Report run(ShowVerb verb, Session session, Place place, Optional<SecretKeyBytes> key) {
    ObjectStore store = session.connect(place, List.of(), Map.of()).retrying();
    Layout layout = new Repository(store).choose(place.namespace(), place.name().orElse(null));
    Runs runs = new Runs(store, layout, ReadKeys.open(store, layout, key).trust());
    SealedManifest sealed = runs.read(runs.select(verb.backup.backup).runId());
    Report report =
        BackupJson.fillWhole(Report.complete("show"), sealed.manifest())
            .with("authentic", sealed.authentic())
            .lines(BackupText.whole(sealed.manifest()));
    return sealed.authentic() ? report : report.line(unproven(sealed));
  }

  private static String unproven(SealedManifest sealed) {
    return sealed.mac() == null
        ? "Not encrypted, so nothing proves who wrote this."
        : "Read without a key: --key-file would prove that nobody else wrote this.";
  }
}
