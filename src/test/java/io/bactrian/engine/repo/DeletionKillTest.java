package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.NO_KEY;
import static io.bactrian.engine.repo.RepoWorld.draft;
import static io.bactrian.engine.repo.RepoWorld.lock;
import static io.bactrian.engine.repo.RepoWorld.run;
import static io.bactrian.engine.repo.RepoWorld.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.testing.MemoryStore;
import io.bactrian.testing.Stopped;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion and commit, killed at every operation; and woken sleepers at every operation. */
class DeletionKillTest {
  @TempDir Path spool;

  /**
   * Run 1 and 2 committed, 2 needs half of 1; run 3 died after three objects; run 4 committed,
   * needs one of 1 and one of 2; keys are there.
   */
  private MemoryStore world() {
    MemoryStore store = new MemoryStore();
    RepoWorld world = new RepoWorld(spool);
    NameLock lock = lock(store, "a");
    store.put(LAYOUT.keysDir() + "0011223344556677.8899aabbccddeeff.cms", new byte[] {1});
    List<ObjectRef> one = store(store, run(1), "data", 5);
    List<ObjectRef> oneIndex = store(store, run(1), "index", 2);
    world.commit(store, lock, draft(run(1), 1, one, oneIndex));
    List<ObjectRef> two = store(store, run(2), "data", 3);
    List<ObjectRef> twoNeeds = join(two, one.subList(0, 2));
    world.commit(
        store,
        lock,
        draft(run(2), 2, twoNeeds, join(oneIndex.subList(0, 1), store(store, run(2), "index", 1))));
    store(store, run(3), "data", 3);
    List<ObjectRef> four = store(store, run(4), "data", 2);
    world.commit(
        store, lock, draft(run(4), 3, join(four, List.of(one.get(4), two.get(0))), List.of()));
    lock.close();
    return store;
  }

  private static List<ObjectRef> join(List<ObjectRef> a, List<ObjectRef> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  private static DeletionResult delete(MemoryStore store, String host, int batch, RunId... runs) {
    NameLock lock = lock(store, host);
    Deletion deletion = new Deletion(store, LAYOUT, lock, NO_KEY, batch);
    deletion.finish();
    DeletionResult result = deletion.delete(List.of(runs));
    deletion.forgetNameIfEmpty();
    lock.close();
    return result;
  }

  private static List<RunId> committed(MemoryStore store) {
    return new Runs(store, LAYOUT, NO_KEY)
        .all().stream().filter(RunSummary::committed).map(RunSummary::runId).toList();
  }

  /** Its sender gave the put up, and others removed the run meanwhile. */
  @Test
  void aManifestThatComesAfterItsRunWasDeleted_isNoBackup_andGoesWithTheNextDeletion() {
    MemoryStore store = world();
    byte[] late = store.content(LAYOUT.manifest(run(4)));
    delete(store, "b", 50, run(4));
    List<String> clean = store.keys();
    store.plant(LAYOUT.manifest(run(4)), late);
    Runs runs = new Runs(store, LAYOUT, NO_KEY);
    assertThat(committed(store)).containsExactly(run(1), run(2));
    assertThat(runs.select("latest").runId()).isEqualTo(run(2));
    assertThat(Runs.nextSequence(runs.all())).isEqualTo(3);
    assertThatThrownBy(() -> runs.select(run(4).text()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("there is no backup");
    delete(store, "b", 50);
    assertThat(runDirectories(store.keys())).isEqualTo(runDirectories(clean));
  }

  @Test
  void aBackupThatOnlyLacksStreamAndSums_isDamaged_butNobodyDeletesIt() {
    MemoryStore store = world();
    store.delete(LAYOUT.inRun(run(4), Layout.STREAM));
    store.delete(LAYOUT.inRun(run(4), Layout.SUMS));
    assertThat(committed(store)).containsExactly(run(1), run(2), run(4));
    List<String> before = store.keys();
    delete(store, "b", 50);
    assertThat(runDirectories(store.keys()))
        .containsAll(before.stream().filter(key -> key.contains("/" + run(4) + "/")).toList());
  }

  private static List<String> runDirectories(List<String> keys) {
    return keys.stream().filter(key -> !key.contains("/lock/")).toList();
  }

  /** Between any two steps of a sweep, in batches of two: it never ends as a complete backup. */
  @Test
  void aManifestThatComesWhileItsRunIsSwept_savesAllOrNothing() {
    for (int batch : new int[] {2, 50}) {
      int at = 0;
      boolean came = true;
      while (came) {
        at++;
        MemoryStore store = world();
        byte[] late = store.content(LAYOUT.manifest(run(4)));
        store.delete(LAYOUT.manifest(run(4)));
        MemoryStore sweeper = store.view();
        long moment = at;
        sweeper.before(
            operation -> {
              if (sweeper.operations() + 1 == moment) {
                store.plant(LAYOUT.manifest(run(4)), late);
              }
            });
        delete(sweeper, "b", batch, run(3));
        came = sweeper.operations() >= moment;
        assertThat(RepoWorld.missing(store)).as("batch " + batch + ", moment " + at).isEmpty();
      }
    }
  }

  @Test
  void delete_baseOfOthers_keepsWhatTheyNeedAndLastOneTakesAll() {
    MemoryStore store = world();
    delete(store, "b", 50, run(1));
    assertThat(RepoWorld.missing(store)).isEmpty();
    assertThat(store.keys().stream().filter(key -> key.contains("/" + run(1) + "/"))).hasSize(4);
    assertThat(store.keys().stream().filter(key -> key.contains("/" + run(3) + "/"))).isEmpty();
    delete(store, "b", 50, run(2));
    assertThat(RepoWorld.missing(store)).isEmpty();
    assertThat(store.keys().stream().filter(key -> key.contains("/" + run(1) + "/"))).hasSize(1);
    assertThat(delete(store, "b", 50, run(4)).nameGone()).isTrue();
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void delete_killedAtEveryStep_nextHolderEndsItAndNothingNeededIsGone() {
    for (int batch : new int[] {2, 50}) {
      for (RunId[] chosen : List.of(new RunId[] {run(1)}, new RunId[] {run(1), run(2), run(4)})) {
        killEverywhere(batch, chosen);
      }
    }
  }

  private void killEverywhere(int batch, RunId... chosen) {
    MemoryStore origin = world();
    boolean died = true;
    for (int k = 1; died; k++) {
      for (boolean after : new boolean[] {false, true}) {
        MemoryStore shared = origin.copy();
        MemoryStore doomed = after ? shared.view().killAfter(k) : shared.view().killBefore(k);
        died = dies(() -> delete(doomed, "b", batch, chosen));
        assertThat(RepoWorld.missing(shared)).as("killed at %d", k).isEmpty();
        delete(shared.view(), "c", batch);
        assertThat(RepoWorld.missing(shared)).as("finished after %d", k).isEmpty();
        List<RunId> left = committed(shared);
        assertThat(left).containsAll(chosen.length == 1 ? List.of(run(2), run(4)) : List.of());
        assertExactlyWhatManifestsName(shared);
        delete(shared.view(), "c", batch, left.toArray(RunId[]::new));
        assertThat(shared.keys()).as("all gone after %d", k).isEmpty();
      }
    }
  }

  private static boolean dies(Runnable work) {
    try {
      work.run();
      return false;
    } catch (Stopped e) {
      return true;
    }
  }

  private static void assertExactlyWhatManifestsName(MemoryStore store) {
    Runs runs = new Runs(store, LAYOUT, NO_KEY);
    List<String> named = new ArrayList<>();
    for (RunId run : committed(store)) {
      runs.read(run).manifest().objects().forEach(ref -> named.add(LAYOUT.key(ref.key())));
      runs.read(run).manifest().segments().forEach(ref -> named.add(LAYOUT.key(ref.key())));
    }
    assertThat(store.keys().stream().filter(k -> k.contains("/data/") || k.contains("/index/")))
        .containsExactlyInAnyOrderElementsOf(named.stream().distinct().toList());
  }

  @Test
  void delete_oneManifestUnreadable_deletesNothing() {
    MemoryStore store = world();
    store.plant(LAYOUT.manifest(run(4)), "{}".getBytes(StandardCharsets.UTF_8));
    List<String> before = store.keys().stream().filter(key -> !key.contains("/lock/")).toList();
    assertThatThrownBy(() -> delete(store, "b", 50, run(1)))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass().exitCode()).isEqualTo(4))
        .hasMessageContaining("nothing is deleted")
        .hasMessageContaining(run(4).text());
    assertThat(store.keys()).containsAll(before);
    delete(store, "b", 50, run(4));
    assertThat(committed(store)).containsExactly(run(1), run(2));
    assertThat(RepoWorld.missing(store)).isEmpty();
  }

  @Test
  void delete_takenOverAtEveryStep_sleeperHarmsNothing() {
    MemoryStore origin = world();
    RepoWorld world = new RepoWorld(spool);
    for (int k = 1; k < 120; k++) {
      MemoryStore shared = origin.copy();
      MemoryStore slow = shared.view();
      int[] count = {0};
      int wakesAt = k;
      RunId fresh = run(5);
      boolean[] committed = {false};
      slow.before(
          op -> {
            if (++count[0] == wakesAt) {
              committed[0] = backupOnTopOf(shared.view(), world, fresh);
            }
          });
      try {
        delete(slow, "b", 50, run(1), run(2), run(4));
      } catch (Failure e) {
        assertThat(e.failureClass()).isIn(FailureClass.LOCKED, FailureClass.NOT_FOUND);
      }
      assertThat(RepoWorld.missing(shared)).as("woken at %d", k).isEmpty();
      if (committed[0]) {
        assertThat(committed(shared)).as("woken at %d", k).contains(fresh);
        assertThat(shared.keys().stream().filter(key -> key.startsWith(LAYOUT.keysDir() + "fresh")))
            .as("its key, woken at %d", k)
            .hasSize(1);
      }
    }
  }

  /**
   * What a backup does that takes the lock over: it refers to what the newest run and the dead
   * have.
   */
  private boolean backupOnTopOf(MemoryStore store, RepoWorld world, RunId fresh) {
    NameLock lock = lock(store, "d");
    new Deletion(store, LAYOUT, lock, NO_KEY, 50).finish();
    store.put(LAYOUT.keysDir() + "fresh.8899aabbccddeeff.cms", new byte[] {2});
    Runs runs = new Runs(store, LAYOUT, NO_KEY);
    List<ObjectRef> refs = new ArrayList<>(store(store, fresh, "data", 2));
    Optional<RunSummary> base = Runs.latest(runs.all());
    base.ifPresent(run -> runs.read(run.runId()).manifest().objects().forEach(refs::add));
    if (runs.ids().contains(run(3)) && !runs.isMarked(run(3))) {
      byte[] content = (run(3) + "data0").getBytes(StandardCharsets.UTF_8);
      ObjectRef dead = RepoWorld.object(run(3), "data", 0, content);
      if (store.head(LAYOUT.key(dead.key())).isPresent()) {
        refs.add(dead);
      }
    }
    world.commit(store, lock, draft(fresh, 9, refs, List.of()));
    lock.close();
    return true;
  }

  @Test
  void commit_killedAtEveryStep_leavesABackupOrADeadRun() {
    MemoryStore origin = world();
    RepoWorld world = new RepoWorld(spool);
    boolean died = true;
    for (int k = 1; died; k++) {
      for (boolean after : new boolean[] {false, true}) {
        MemoryStore shared = origin.copy();
        MemoryStore doomed = after ? shared.view().killAfter(k) : shared.view().killBefore(k);
        died = dies(() -> backupAndSweep(doomed, world));
        assertThat(RepoWorld.missing(shared)).as("killed at %d", k).isEmpty();
        NameLock next = lock(shared, "c");
        Deletion deletion = new Deletion(shared, LAYOUT, next, NO_KEY, 50);
        deletion.finish();
        deletion.sweep(run(6));
        next.close();
        assertThat(RepoWorld.missing(shared)).as("swept after %d", k).isEmpty();
        assertThat(committed(shared)).contains(run(1), run(2), run(4));
        assertExactlyWhatManifestsName(shared);
      }
    }
  }

  private void backupAndSweep(MemoryStore store, RepoWorld world) {
    NameLock lock = lock(store, "b");
    List<ObjectRef> own = store(store, run(5), "data", 2);
    store.put(LAYOUT.inRun(run(5), "data/000009-stray.tar.zst"), new byte[] {9});
    byte[] content = (run(3) + "data1").getBytes(StandardCharsets.UTF_8);
    List<ObjectRef> refs = join(own, List.of(RepoWorld.object(run(3), "data", 1, content)));
    world.commit(store, lock, draft(run(5), 4, refs, List.of()));
    new Deletion(store, LAYOUT, lock, NO_KEY, 50).sweepIfPossible(run(5));
    lock.close();
  }

  @Test
  void commit_takenOverAndSweptAtEveryStep_takesItsManifestBack() {
    RepoWorld world = new RepoWorld(spool);
    for (int k = 1; k < 60; k++) {
      MemoryStore shared = world();
      MemoryStore slow = shared.view();
      int[] count = {0};
      int wakesAt = k;
      slow.before(
          op -> {
            if (++count[0] == wakesAt) {
              delete(shared.view(), "d", 50);
            }
          });
      try {
        backupAndSweep(slow, world);
      } catch (Failure e) {
        assertThat(e.failureClass()).isIn(FailureClass.LOCKED, FailureClass.TRANSIENT);
        assertThat(committed(shared)).as("woken at %d", k).doesNotContain(run(5));
      }
      assertThat(RepoWorld.missing(shared)).as("woken at %d", k).isEmpty();
    }
  }
}
