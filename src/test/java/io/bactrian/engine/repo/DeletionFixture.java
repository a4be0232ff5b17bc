package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.NO_KEY;
import static io.bactrian.engine.repo.RepoWorld.draft;
import static io.bactrian.engine.repo.RepoWorld.lock;
import static io.bactrian.engine.repo.RepoWorld.run;
import static io.bactrian.engine.repo.RepoWorld.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.index.ObjectRef;
import io.bactrian.testing.MemoryStore;
import io.bactrian.testing.Stopped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A name with runs that need one another, and one that died. */
abstract class DeletionFixture {
  @TempDir Path spool;

  /**
   * Run 1 and 2 committed, 2 needs half of 1; run 3 died after three objects; run 4 committed,
   * needs one of 1 and one of 2; keys are there.
   */
  MemoryStore world() {
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

  static List<ObjectRef> join(List<ObjectRef> a, List<ObjectRef> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  static DeletionResult delete(MemoryStore store, String host, int batch, RunId... runs) {
    NameLock lock = lock(store, host);
    Deletion deletion = new Deletion(store, LAYOUT, lock, NO_KEY, batch);
    deletion.finish();
    DeletionResult result = deletion.delete(List.of(runs));
    deletion.forgetNameIfEmpty();
    lock.close();
    return result;
  }

  static List<RunId> committed(MemoryStore store) {
    return new Runs(store, LAYOUT, NO_KEY)
        .all().stream().filter(RunSummary::committed).map(RunSummary::runId).toList();
  }

  static List<String> runDirectories(List<String> keys) {
    return keys.stream().filter(key -> !key.contains("/lock/")).toList();
  }

  static boolean dies(Runnable work) {
    try {
      work.run();
      return false;
    } catch (Stopped e) {
      return true;
    }
  }

  static void assertExactlyWhatManifestsName(MemoryStore store) {
    Runs runs = new Runs(store, LAYOUT, NO_KEY);
    List<String> named = new ArrayList<>();
    for (RunId run : committed(store)) {
      runs.read(run).manifest().objects().forEach(ref -> named.add(LAYOUT.key(ref.key())));
      runs.read(run).manifest().segments().forEach(ref -> named.add(LAYOUT.key(ref.key())));
    }
    assertThat(store.keys().stream().filter(k -> k.contains("/data/") || k.contains("/index/")))
        .containsExactlyInAnyOrderElementsOf(named.stream().distinct().toList());
  }
}
