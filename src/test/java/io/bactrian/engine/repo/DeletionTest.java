package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.NO_KEY;
import static io.bactrian.engine.repo.RepoWorld.run;
import static io.bactrian.engine.repo.RepoWorld.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a deletion takes, what it keeps, and what stops it. */
class DeletionTest extends DeletionFixture {
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
}
