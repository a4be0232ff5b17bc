package io.bactrian.engine.backup;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.RunSummary;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.repo.SealedManifest;
import io.bactrian.engine.store.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the name's earlier runs mean for a new one; looked at once, under the lock. */
final class History {
  private final ObjectStore store;
  private final Layout layout;
  private final List<RunSummary> runs;
  private final Optional<SealedManifest> last;

  History(ObjectStore store, Layout layout, Runs of) {
    this.store = store;
    this.layout = layout;
    this.runs = of.all();
    this.last = Runs.latest(runs).map(run -> of.read(run.runId()));
  }

  /** The committed run of the highest sequence, its objects included. */
  Optional<Manifest> last() {
    return last.map(SealedManifest::manifest);
  }

  /** The newest committed run of a resource, its objects left out. */
  Optional<Manifest> committedFor(String uid) {
    return Runs.latest(runs.stream().filter(run -> run.isOf(uid)).toList())
        .flatMap(RunSummary::manifest);
  }

  /** Whether anything of this run is there, whatever its state. */
  boolean has(RunId runId) {
    return runs.stream().anyMatch(run -> run.runId().equals(runId));
  }

  Optional<RunId> lastRunId() {
    return runs.stream().map(RunSummary::runId).max(RunId::compareTo);
  }

  long nextSequence() {
    return Runs.nextSequence(runs);
  }

  Manifest.Previous previous() {
    return Runs.previous(runs).orElse(null);
  }

  /** What a person should know of runs whose manifests cannot be used; "" where there is none. */
  String unreadable() {
    List<RunSummary> bad =
        runs.stream().filter(run -> run.state() == RunSummary.State.UNREADABLE).toList();
    if (bad.isEmpty()) {
      return "";
    }
    RunSummary newest = bad.get(bad.size() - 1);
    return "%d earlier %s cannot be restored as it is; the newest, %s: %s"
        .formatted(bad.size(), bad.size() == 1 ? "run" : "runs", newest.runId(), newest.problem());
  }

  /** Runs without a manifest, the latest first. */
  List<RunId> dead() {
    List<RunId> dead = new ArrayList<>();
    runs.stream()
        .filter(run -> run.state() == RunSummary.State.DEAD)
        .forEach(run -> dead.add(run.runId()));
    Collections.reverse(dead);
    return dead;
  }

  /** Run-ids whose objects must not be referred to: marked for deletion, or mostly dead weight. */
  Set<String> refused() {
    Set<String> refused = new HashSet<>();
    runs.stream()
        .filter(run -> run.state() == RunSummary.State.MARKED)
        .forEach(run -> refused.add(run.runId().text()));
    last().ifPresent(manifest -> refused.addAll(Liveness.mostlyDead(store, layout, manifest)));
    return refused;
  }

  List<SegmentRef> segments(Manifest of) {
    List<SegmentRef> found = new ArrayList<>();
    for (ObjectRef ref : of.segments()) {
      found.add(new SegmentRef(ref.key(), ref.size(), ref.sha256(), ref.dataKeyId()));
    }
    return found;
  }
}
