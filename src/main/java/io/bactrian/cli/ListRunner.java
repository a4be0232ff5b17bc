package io.bactrian.cli;

import io.bactrian.config.Sizes;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.RunSummary;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.worker.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs {@code list}: every run of every name asked for, oldest first, whatever its state. */
final class ListRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ListRunner.class);

  private static final String ROW = "%-24s %-20s %-11s %12s %12s  %s";

  private ListRunner() {}

  static Report run(Session session, Place place) {
    ObjectStore store = session.connect(place, List.of(), Map.of()).retrying();
    Report report =
        Report.complete("list")
            .with("namespace", place.namespace())
            .with("name", place.name().orElse(null))
            .line(row("RUN", "NAME", "STATE", "HOLDS", "NEW", "TAKEN"));
    List<Map<String, Object>> runs = new ArrayList<>();
    for (Layout layout : layouts(store, place)) {
      for (RunSummary run : runs(store, layout)) {
        runs.add(json(layout, run));
        report.line(text(layout, run));
      }
    }
    if (runs.isEmpty()) {
      new Repository(store).nothingIn(place.namespace()).ifPresent(hint -> say(report, hint));
    }
    return report.with("runs", runs);
  }

  private static void say(Report report, String hint) {
    report.with("hint", hint);
    LOG.warn(hint);
  }

  private static List<Layout> layouts(ObjectStore store, Place place) {
    Repository repository = new Repository(store);
    if (place.name().isPresent()) {
      return List.of(repository.choose(place.namespace(), place.name().get()));
    }
    return repository.names(place.namespace()).stream()
        .map(name -> new Layout(place.namespace(), name))
        .toList();
  }

  private static List<RunSummary> runs(ObjectStore store, Layout layout) {
    List<RunSummary> runs =
        new ArrayList<>(new Runs(store, layout, Repository.trustWithoutKey(store, layout)).all());
    runs.sort(Comparator.comparingLong(RunSummary::sequence).thenComparing(RunSummary::runId));
    return runs;
  }

  private static String text(Layout layout, RunSummary run) {
    String state = run.state().name().toLowerCase(Locale.ROOT);
    String id = run.runId().toString();
    return run.manifest()
        .map(
            manifest ->
                row(
                    id,
                    layout.name(),
                    state,
                    Sizes.text(manifest.totals().rawBytes()),
                    Sizes.text(manifest.totals().bytesNew()),
                    manifest.origin().startedAt()))
        .orElseGet(
            () ->
                row(id, layout.name(), state, "", "", run.problem() == null ? "" : run.problem()));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }

  private static Map<String, Object> json(Layout layout, RunSummary run) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", layout.name());
    map.put("runId", run.runId().toString());
    map.put("state", run.state().name().toLowerCase(Locale.ROOT));
    map.put("problem", run.problem());
    run.manifest().ifPresent(manifest -> fill(map, manifest));
    return map;
  }

  private static void fill(Map<String, Object> map, Manifest manifest) {
    map.put("sequence", manifest.identity().sequence());
    map.put("startedAt", manifest.origin().startedAt());
    map.put("finishedAt", manifest.origin().finishedAt());
    map.put("source", manifest.origin().source());
    map.put("algorithm", manifest.packing().algorithm());
    map.put("rawBytes", manifest.totals().rawBytes());
    map.put("bytesNew", manifest.totals().bytesNew());
    map.put("bytesReused", manifest.totals().bytesReused());
  }
}
