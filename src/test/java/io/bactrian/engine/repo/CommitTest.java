package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.draft;
import static io.bactrian.engine.repo.RepoWorld.lock;
import static io.bactrian.engine.repo.RepoWorld.run;
import static io.bactrian.engine.repo.RepoWorld.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A put of the manifest that nobody answers: what is there decides. */
class CommitTest {
  private static final String MANIFEST = LAYOUT.manifest(run(1));

  @TempDir Path spool;
  private final MemoryStore store = new MemoryStore();

  private SealedManifest commit() {
    try (NameLock lock = lock(store, "a")) {
      return new RepoWorld(spool)
          .commit(store, lock, draft(run(1), 1, store(store, run(1), "data", 2), List.of()));
    }
  }

  private void unanswered() {
    store.loseAnswers(operation -> operation.equals("put " + MANIFEST));
  }

  @Test
  void aManifestThatIsStored_isKept_thoughNobodyAnswered() {
    unanswered();
    assertThat(commit().manifest().runId()).isEqualTo(run(1));
    assertThat(store.keys()).contains(MANIFEST);
  }

  @Test
  void aManifestThatIsNotStored_fails_withTheReasonOfThePut() {
    unanswered();
    store.before(
        operation -> {
          if (operation.equals("get " + MANIFEST)) {
            store.view().delete(MANIFEST);
          }
        });
    assertThatThrownBy(this::commit).isInstanceOf(Failure.class).hasMessageContaining("no answer");
    assertThat(store.keys()).doesNotContain(MANIFEST);
  }

  @Test
  void anotherManifestInItsPlace_isAFailure() {
    unanswered();
    store.before(
        operation -> {
          if (operation.equals("get " + MANIFEST)) {
            store.plant(MANIFEST, "another".getBytes(StandardCharsets.UTF_8));
          }
        });
    assertThatThrownBy(this::commit).isInstanceOf(Failure.class).hasMessageContaining("no answer");
  }

  @Test
  void theLockLostMeanwhile_takesAStoredManifestBack() {
    unanswered();
    store.before(
        operation -> {
          if (operation.equals("get " + MANIFEST)) {
            lock(store.view(), "b");
          }
        });
    assertThatThrownBy(this::commit).isInstanceOf(Failure.class);
    assertThat(store.keys()).doesNotContain(MANIFEST);
  }
}
