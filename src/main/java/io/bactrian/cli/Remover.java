package io.bactrian.cli;

import io.bactrian.config.Sizes;
import io.bactrian.engine.repo.DeletionResult;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.LockRequest;
import io.bactrian.engine.repo.ManifestTrust;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Runs;
import io.bactrian.worker.Connection;
import io.bactrian.worker.Place;
import io.bactrian.worker.RemovalWork;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** What delete and prune share: the connection, the name, the route, the report. */
final class Remover {
  private final Session session;
  private final Connection connection;
  private final Layout layout;

  Remover(Session session, Place place) {
    this.session = session;
    this.connection = RemovalWork.connect(session::connect, place);
    this.layout =
        new Repository(connection.retrying()).choose(place.namespace(), place.name().orElse(null));
  }

  /** The name's runs, read without a key. */
  Runs runs() {
    ManifestTrust trust = Repository.trustWithoutKey(connection.retrying(), layout);
    return new Runs(connection.retrying(), layout, trust);
  }

  Report remove(String verb, boolean takeOver, Function<Runs, Collection<RunId>> choice) {
    return report(
        verb,
        RemovalWork.remove(
            connection.runtime(),
            connection.retrying(),
            layout,
            LockRequest.of(verb, takeOver),
            session.settings().lock().ofPerson(),
            choice));
  }

  private Report report(String verb, DeletionResult result) {
    List<String> deleted = result.runs().stream().map(RunId::text).toList();
    Report report =
        Report.complete(verb)
            .with("namespace", layout.namespace())
            .with("name", layout.name())
            .with("runId", deleted.size() == 1 ? deleted.get(0) : null)
            .with("deleted", deleted)
            .with("objects", result.objects())
            .with("bytesFreed", result.bytes())
            .with("nameGone", result.nameGone());
    deleted.forEach(id -> report.line("deleted      " + id));
    return report
        .line(
            "freed        "
                + Sizes.text(result.bytes())
                + " in "
                + BackupText.count(result.objects(), "object"))
        .lines(result.nameGone() ? List.of("Nothing of '" + layout + "' is left.") : List.of());
  }
}
