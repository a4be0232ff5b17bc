package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.contest;
import static io.bactrian.engine.repo.RepoWorld.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.testing.MemoryStore;
import org.junit.jupiter.api.Test;

/** A process that goes on for long: what it no longer holds, it takes again. */
class HeldLocksTest {
  private final MemoryStore store = new MemoryStore();

  @Test
  void acquire_thisProcessCouldNotGiveItBackEarlier_takesOverAtOnce() {
    MemoryStore away = store.view();
    NameLock old = contest(away, "a", false, processes(Processes.Life.ALIVE)).acquire(false);
    away.before(HeldLocksTest::refuse);
    old.close();
    assertThat(store.keys()).containsExactly("default/redis/lock/00000001");
    NameLock next = contest(store, "a", false, processes(Processes.Life.ALIVE)).acquire(false);
    assertThat(next.stillHeld()).isTrue();
    assertThat(next.generation()).isEqualTo(2);
  }

  @Test
  void acquire_thisProcessGaveUpALockThatWasStoredAllTheSame_takesOverAtOnce() {
    MemoryStore away = store.view();
    away.loseAnswers(operation -> true);
    LockContest lost = contest(away, "a", false, processes(Processes.Life.ALIVE));
    assertThatThrownBy(() -> lost.acquire(false)).hasMessageContaining("no answer");
    assertThat(store.keys()).containsExactly("default/redis/lock/00000001");
    assertThat(
            contest(store, "a", false, processes(Processes.Life.ALIVE)).acquire(false).stillHeld())
        .isTrue();
  }

  private static void refuse(String operation) {
    throw Failure.of(FailureClass.TRANSIENT, operation + ": away", null);
  }
}
