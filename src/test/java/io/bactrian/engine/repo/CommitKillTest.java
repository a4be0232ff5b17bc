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
import java.util.List;
import org.junit.jupiter.api.Test;

/** A commit on top of a dead run, killed or taken over at every operation. */
class CommitKillTest extends DeletionFixture {
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
