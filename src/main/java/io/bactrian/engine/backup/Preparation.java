package io.bactrian.engine.backup;

import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.crypto.CryptoProviders;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.repo.Deletion;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.LockRequest;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.NameLock;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.store.ObjectStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run stands on once it may begin: the lock, the keys, the bases, its name. Nothing of the
 * source was read, and nothing but the lock and perhaps a data key was written.
 */
final class Preparation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  private final BackupRequest request;
  private final ObjectStore store;
  private final Layout layout;
  private final Instant startedAt = Instant.now();
  private RunKeys keys;
  private NameLock lock;
  private Spool spool;
  private History history;
  private ObjectNames names;
  private BaseChoice choice;
  private Bases bases;
  private Optional<Manifest> committed = Optional.empty();
  private String notice = "";

  private Preparation(BackupRequest request, ObjectStore store) {
    this.request = request;
    this.store = store;
    this.layout = new Layout(request.namespace(), request.name());
    this.keys = RunKeys.open(request.packing(), store, layout);
  }

  /** Everything, or a Failure and no lock held. */
  static Preparation of(BackupRequest request, ObjectStore store) {
    Preparation preparation = new Preparation(request, store);
    try {
      preparation.prepare();
      return preparation;
    } catch (RuntimeException e) {
      preparation.close();
      throw e;
    }
  }

  private void prepare() {
    if (request.packing().algorithm().encrypts()) {
      CryptoProviders.warmUp();
    }
    BackupRequest.Limits limits = request.limits();
    lock =
        NameLock.acquire(
            store,
            layout,
            new LockRequest("backup", request.asker().uid(), request.selection().takeOver()),
            limits.lock());
    new Deletion(store, layout, lock, keys.trust())
        .finishIfPossible()
        .ifPresent(why -> LOG.warn("a deletion cut short is not ended: {}", why.getMessage()));
    keys = RunKeys.open(request.packing(), store, layout);
    spool = Spool.open(limits.spoolDirectory().or(store::localSpool));
    history = new History(store, layout, new Runs(store, layout, keys.trust()));
    committed = request.asker().uid().flatMap(history::committedFor);
    if (committed.isEmpty()) {
      choose();
    }
  }

  /** The run of the same resource that is committed already: there is nothing to do. */
  Optional<Manifest> committed() {
    return committed;
  }

  private void choose() {
    tell(history.unreadable());
    keys.choose(history.last().map(manifest -> manifest.packing().dataKeyId()));
    BackupRequest.Packing packing = request.packing();
    names = new ObjectNames(newRunId(), packing.format(), packing.algorithm(), keys.dataKeyId());
    chooseBases();
  }

  /** The one asked for, unless anything of it is there: nobody writes into another's run. */
  private RunId newRunId() {
    Optional<RunId> asked = request.asker().runId();
    if (asked.filter(run -> !history.has(run)).isPresent()) {
      return asked.get();
    }
    RunId chosen = RunId.create(Instant.now(), history.lastRunId(), new SecureRandom());
    asked.ifPresent(run -> LOG.warn("run {} is there already, this one is {}", run, chosen));
    return chosen;
  }

  private void chooseBases() {
    choice = new BaseChoice(store, layout, request.packing().format(), keys);
    Set<String> refused = Set.of();
    if (!request.selection().full()) {
      history.last().ifPresent(this::committedBase);
      history.dead().forEach(this::deadBase);
      refused = history.refused();
    }
    StoredObjects stored =
        new StoredObjects(store, layout, names.dataEnding(), keys.openable(), refused);
    Predicate<ChunkRecord> usable = chunk -> stored.has(chunk.location().object());
    bases =
        new Bases(choice.chunks(), choice.firstCommitted(), usable, request.selection().readAll());
  }

  private void committedBase(Manifest last) {
    Manifest.Packing packing = last.packing();
    boolean same =
        packing.format().equals(names.format().id())
            && packing.algorithm().equals(names.algorithm().id());
    if (same) {
      choice.committed(history.segments(last));
    } else {
      tell(
          "the last run is "
              + packing.format()
              + " with "
              + packing.algorithm()
              + ", this one refers to nothing of it, as with --full");
    }
  }

  private void tell(String what) {
    notice = notice.isEmpty() || what.isEmpty() ? notice + what : notice + "; " + what;
  }

  private void deadBase(RunId run) {
    choice.dead(
        run.text(),
        DeadSegments.of(store, layout, run, names.format(), names.algorithm(), keys.dataKeyId()));
  }

  Spool spool() {
    return spool;
  }

  RunId runId() {
    return committed.map(Manifest::runId).orElseGet(() -> names.runId());
  }

  long seed() {
    return choice.seed();
  }

  Bases bases() {
    return bases;
  }

  Cipherer cipherer() {
    return keys.cipherer();
  }

  ObjectNames names() {
    return names;
  }

  /** The whole key of a path as manifests name it. */
  String key(String relative) {
    return layout.key(relative);
  }

  Layout layout() {
    return layout;
  }

  Instant startedAt() {
    return startedAt;
  }

  RunKeys keys() {
    return keys;
  }

  NameLock lock() {
    return lock;
  }

  History history() {
    return history;
  }

  String notice() {
    return notice;
  }

  /** Removes what dead runs left and no manifest names; false, and said, where it cannot now. */
  boolean sweep() {
    Optional<Failure> trouble =
        new Deletion(store, layout, lock, keys.trust()).sweepIfPossible(runId());
    trouble.ifPresent(why -> LOG.warn("what dead runs left stays for now: {}", why.getMessage()));
    return trouble.isEmpty();
  }

  @Override
  public void close() {
    if (spool != null) {
      spool.close();
    }
    if (lock != null) {
      lock.close();
    }
  }
}
