package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.NO_KEY;
import static io.bactrian.engine.repo.RepoWorld.draft;
import static io.bactrian.engine.repo.RepoWorld.lock;
import static io.bactrian.engine.repo.RepoWorld.run;
import static io.bactrian.engine.repo.RepoWorld.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Deletion, killed at every operation; sleepers woken, manifests come late at every operation. */
class DeletionKillTest extends DeletionFixture {
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
}
