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
import io.bactrian.testing.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  @TempDir Path spool;
  private final MemoryStore store = new MemoryStore();
  private final Runs runs = new Runs(store, LAYOUT, NO_KEY);

  @BeforeEach
  void fourRuns() {
    NameLock lock = lock(store, "a");
    RepoWorld world = new RepoWorld(spool);
    world.commit(store, lock, draft(run(1), 2, store(store, run(1), "data", 9), List.of()));
    world.commit(store, lock, draft(run(2), 1, store(store, run(2), "data", 1), List.of()));
    store(store, run(3), "data", 1);
    world.commit(store, lock, draft(run(4), 3, store(store, run(4), "data", 1), List.of()));
    store.plant(LAYOUT.mark(run(4)), new byte[] {1});
    store.plant(LAYOUT.manifest(run(5)), "rubbish".getBytes(StandardCharsets.UTF_8));
    lock.close();
  }

  @Test
  void all_everyState_isToldApart() {
    assertThat(runs.all())
        .extracting(RunSummary::state)
        .containsExactly(
            RunSummary.State.COMMITTED,
            RunSummary.State.COMMITTED,
            RunSummary.State.DEAD,
            RunSummary.State.MARKED,
            RunSummary.State.UNREADABLE);
  }

  /** It may be readable again tomorrow, and must not be the latest then. */
  @Test
  void nextSequence_isAboveThatOfANewerRunThatCannotBeRead() {
    assertThat(Runs.nextSequence(runs.all())).as("2, and what run 5 may have").isEqualTo(4);
    store.plant(LAYOUT.manifest(run(6)), "rubbish".getBytes(StandardCharsets.UTF_8));
    assertThat(Runs.nextSequence(runs.all())).isEqualTo(5);
    store.delete(LAYOUT.manifest(run(5)));
    store.delete(LAYOUT.manifest(run(6)));
    assertThat(Runs.nextSequence(runs.all())).isEqualTo(3);
  }

  @Test
  void select_latest_besideANewerRunThatCannotBeRead_isRefused() {
    assertThatThrownBy(() -> runs.select("latest"))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.failureClass()).isEqualTo(FailureClass.CORRUPT);
              assertThat(e).hasMessageContaining(run(5).text());
            });
  }

  @Test
  void select_latest_isTheHighestSequence() {
    store.delete(LAYOUT.manifest(run(5)));
    assertThat(runs.select("latest").runId()).isEqualTo(run(1));
    assertThat(Runs.previous(runs.all()).orElseThrow().runId()).isEqualTo(run(1).text());
  }

  @Test
  void select_uniqueBeginning_isEnough() {
    assertThat(runs.select("20261121T020002").runId()).isEqualTo(run(2));
  }

  @Test
  void select_unknownOrAmbiguous_listsCandidates() {
    usage("2026", "several backups", run(1).text());
    usage("2031", "no backup '2031'", run(2).text());
    usage("", "no backup ''", run(2).text());
    usage(run(3).text(), "no backup", run(1).text());
    assertThatThrownBy(() -> runs.select(run(5).text()))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.CORRUPT));
    assertThat(runs.selectForDelete(run(5).text())).isEqualTo(run(5));
  }

  private void usage(String backup, String words, String hint) {
    assertThatThrownBy(() -> runs.select(backup))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.failureClass()).isEqualTo(FailureClass.USAGE);
              assertThat(e.hint().orElseThrow()).contains(hint);
            })
        .hasMessageContaining(words);
  }

  @Test
  void choose_severalNames_mustBeNarrowed() {
    Repository repository = new Repository(store);
    assertThat(repository.choose("default", null)).isEqualTo(LAYOUT);
    store.plant("default/redis-2/lock/00000001", new byte[0]);
    store.plant("default/redis.old/lock/00000001", new byte[0]);
    store.plant("other/mysql/lock/00000001", new byte[0]);
    assertThat(repository.namespaces()).containsExactly("default", "other");
    assertThat(repository.names("default")).containsExactly("redis-2", "redis.old", "redis");
    assertThatThrownBy(() -> repository.choose("default", null)).hasMessageContaining("several");
    assertThatThrownBy(() -> repository.choose("default", "mysql")).hasMessageContaining("'mysql'");
    assertThatThrownBy(() -> repository.choose("default", "../x")).hasMessageContaining("'../x'");
  }

  @Test
  void create_clockBehindLastRun_goesOnByOneSecond() {
    RunId last = new RunId("20261121T020000Z-7f3a9c");
    RunId next =
        RunId.create(Instant.parse("2020-01-01T00:00:00Z"), Optional.of(last), new Random(1));
    assertThat(next.text()).startsWith("20261121T020001Z-");
    assertThat(next).isGreaterThan(last);
    assertThat(RunId.parse("20261121T020000Z-7F3A9C")).isEmpty();
    assertThat(RunId.parse("20261321T020000Z-7f3a9c")).isEmpty();
  }
}
