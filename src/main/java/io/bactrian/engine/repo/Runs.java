package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.store.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The runs of one name, as the store shows them; nothing is kept between calls. */
public final class Runs {
  private final ObjectStore store;
  private final Layout layout;
  private final ManifestTrust trust;

  public Runs(ObjectStore store, Layout layout, ManifestTrust trust) {
    this.store = store;
    this.layout = layout;
    this.trust = trust;
  }

  /** Every run directory, in byte order, whatever its state; reads no manifest. */
  public List<RunId> ids() {
    return Directories.below(store, layout.root()).stream()
        .flatMap(segment -> RunId.parse(segment).stream())
        .toList();
  }

  /**
   * Every run, in byte order of run-ids. A manifest that cannot be used does not stop the others
   * from being listed; a store that does not answer does. The objects named are left out: read them
   * with {@link #read}.
   */
  public List<RunSummary> all() {
    List<RunSummary> found = new ArrayList<>();
    for (RunId id : ids()) {
      found.add(summary(id).slim());
    }
    return found;
  }

  /**
   * The manifest of one run, its objects included; NOT_FOUND, CORRUPT, FUTURE_VERSION, WRONG_KEY.
   */
  public SealedManifest read(RunId run) {
    return ManifestCodec.fetch(store, layout, run, trust);
  }

  RunSummary summary(RunId run) {
    if (isMarked(run)) {
      return new RunSummary(run, RunSummary.State.MARKED, null, null);
    }
    try {
      SealedManifest sealed = read(run);
      return isUnaccompanied(run) && hasLost(run, sealed.manifest())
          ? new RunSummary(run, RunSummary.State.MARKED, null, null)
          : new RunSummary(run, RunSummary.State.COMMITTED, sealed, null);
    } catch (Failure e) {
      return switch (e.failureClass()) {
        case NOT_FOUND -> new RunSummary(run, RunSummary.State.DEAD, null, null);
        case CORRUPT, FUTURE_VERSION, WRONG_KEY ->
            new RunSummary(run, RunSummary.State.UNREADABLE, null, e.getMessage());
        default -> throw e;
      };
    }
  }

  public boolean isMarked(RunId run) {
    return store.head(layout.mark(run)).isPresent();
  }

  /** Whether it has a manifest that counts, whether or not that can be read. */
  public boolean isCommitted(RunId run) {
    return hasManifest(run) && !isMarked(run) && !isLateManifest(run);
  }

  /**
   * Whether its manifest came after the run was removed: a put that its sender gave up long ago. A
   * removal takes STREAM and SHA256SUMS first, then the objects, and unmarks last: such a manifest
   * has neither beside it, and names what is gone. Where all objects of its own are there somebody
   * else took those two: a damaged backup, that nobody may delete for it. One that cannot be read
   * is not judged.
   */
  boolean isLateManifest(RunId run) {
    return isUnaccompanied(run) && summary(run).state() == RunSummary.State.MARKED;
  }

  /** Whether a removal has begun with the run, or somebody took its STREAM and SHA256SUMS. */
  boolean isUnaccompanied(RunId run) {
    return store.head(layout.inRun(run, Layout.STREAM)).isEmpty()
        && store.head(layout.inRun(run, Layout.SUMS)).isEmpty();
  }

  /** Also where it has no object of its own: then there was nothing else to be removed. */
  private boolean hasLost(RunId run, Manifest manifest) {
    if (!manifest.files().containsKey(Layout.STREAM)) {
      return false;
    }
    boolean any = false;
    for (Refs refs : List.of(manifest.segments(), manifest.objects())) {
      for (ObjectRef ref : refs) {
        boolean own = ref.key().startsWith(run + "/");
        if (own && store.head(layout.key(ref.key())).isEmpty()) {
          return true;
        }
        any |= own;
      }
    }
    return !any;
  }

  boolean hasManifest(RunId run) {
    return store.head(layout.manifest(run)).isPresent();
  }

  /**
   * Highest sequence of the readable committed runs + 1, and one more for each newer run that
   * cannot be read: it may have the next, and be readable again, and yet not be the latest then.
   */
  public static long nextSequence(List<RunSummary> runs) {
    Optional<RunId> newest = latest(runs).map(RunSummary::runId);
    long unreadable =
        runs.stream()
            .filter(run -> run.state() == RunSummary.State.UNREADABLE)
            .filter(run -> newest.isEmpty() || run.runId().compareTo(newest.get()) > 0)
            .count();
    return runs.stream().mapToLong(RunSummary::sequence).max().orElse(0) + unreadable + 1;
  }

  /** The committed run of the highest sequence; of two equal ones that with the later run-id. */
  public static Optional<RunSummary> latest(List<RunSummary> runs) {
    return runs.stream()
        .filter(RunSummary::committed)
        .max(Comparator.comparingLong(RunSummary::sequence).thenComparing(RunSummary::runId));
  }

  /** What the next run's manifest says of the one before it. */
  public static Optional<Manifest.Previous> previous(List<RunSummary> runs) {
    return latest(runs)
        .map(run -> new Manifest.Previous(run.runId().text(), run.sealed().sha256()));
  }

  /**
   * The committed run that {@code latest}, a run-id or a unique beginning of one means. USAGE where
   * none or several match; for a run whose manifest is unreadable its own failure, for {@code
   * latest} CORRUPT where an unreadable one is newer.
   */
  public RunSummary select(String backup) {
    if (backup.equals("latest")) {
      return newest(all());
    }
    List<RunId> candidates = new ArrayList<>();
    for (RunId id : beginningWith(backup)) {
      if (isCommitted(id)) {
        candidates.add(id);
      }
    }
    RunId chosen = only(backup, candidates);
    return new RunSummary(chosen, RunSummary.State.COMMITTED, read(chosen), null);
  }

  /**
   * Never an older run because the newest manifest cannot be read: run-ids grow as sequences do.
   */
  private RunSummary newest(List<RunSummary> runs) {
    RunSummary latest = latest(runs).orElseThrow(() -> noneOf(runs));
    runs.stream()
        .filter(run -> run.state() == RunSummary.State.UNREADABLE)
        .filter(run -> run.runId().compareTo(latest.runId()) > 0)
        .findFirst()
        .ifPresent(
            run -> {
              throw Failure.of(
                  FailureClass.CORRUPT,
                  "there is a newer backup than " + latest.runId() + ": " + run.problem(),
                  "name the backup by its run-id; the newest readable one is " + latest.runId());
            });
    return latest;
  }

  /** The same for deletion: also runs that are dead, marked or unreadable, by run-id. */
  public RunId selectForDelete(String backup) {
    return backup.equals("latest") ? select(backup).runId() : only(backup, beginningWith(backup));
  }

  private List<RunId> beginningWith(String backup) {
    return ids().stream().filter(id -> !backup.isEmpty() && id.text().startsWith(backup)).toList();
  }

  private RunId only(String backup, List<RunId> matching) {
    if (matching.size() == 1) {
      return matching.get(0);
    }
    if (matching.isEmpty()) {
      List<RunId> there = ids();
      throw Failure.usage(
          "there is no backup '" + backup + "' of " + layout,
          there.isEmpty() ? "make one with 'bactrian backup'" : "there are: " + texts(there));
    }
    throw Failure.usage(
        "'" + backup + "' is the beginning of several backups of " + layout,
        "say which: " + texts(matching));
  }

  private static String texts(List<RunId> runs) {
    return Lists.some(runs.stream().map(RunId::text).toList());
  }

  private Failure noneOf(List<RunSummary> runs) {
    Optional<RunSummary> bad =
        runs.stream().filter(run -> run.state() == RunSummary.State.UNREADABLE).findFirst();
    return bad.isPresent()
        ? Failure.of(
            FailureClass.CORRUPT,
            "no manifest of " + layout + " can be read: " + bad.get().problem(),
            "run 'bactrian list' to see every run")
        : Failure.usage(
            "there is no complete backup of " + layout, "make one with 'bactrian backup'");
  }
}
