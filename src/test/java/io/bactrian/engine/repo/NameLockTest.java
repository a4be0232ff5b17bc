package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.contest;
import static io.bactrian.engine.repo.RepoWorld.dead;
import static io.bactrian.engine.repo.RepoWorld.lock;
import static io.bactrian.engine.repo.RepoWorld.owner;
import static io.bactrian.engine.repo.RepoWorld.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.testing.MemoryStore;
import io.bactrian.testing.Stopped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NameLockTest {
  private final MemoryStore store = new MemoryStore();

  @Test
  void acquire_freeName_holdsAndGivesBack() {
    NameLock first = lock(store, "a");
    assertThat(first.stillHeld()).isTrue();
    first.close();
    NameLock second = contest(store, "b", false, dead()).acquire(false);
    assertThat(second.generation()).isEqualTo(2);
    assertThat(first.stillHeld()).isFalse();
    assertThat(store.keys()).containsExactly("default/redis/lock/00000002");
  }

  @Test
  void acquire_liveProcessOfThisHost_isRefusedWithWhoAndSince() {
    lock(store, "a");
    assertThatThrownBy(
            () -> contest(store, "a", false, processes(Processes.Life.ALIVE)).acquire(false))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.failureClass()).isEqualTo(FailureClass.LOCKED))
        .hasMessageContaining("root@a, process 1")
        .hasMessageContaining("backup since 20");
  }

  @Test
  void acquire_thisProcessCouldNotGiveItBackEarlier_takesOverAtOnce() {
    MemoryStore away = store.view();
    NameLock old = contest(away, "a", false, processes(Processes.Life.ALIVE)).acquire(false);
    away.before(NameLockTest::refuse);
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

  @Test
  void acquire_deadProcessOfThisHost_takesOverAtOnce() {
    NameLock old = lock(store, "a");
    NameLock next = contest(store, "a", false, dead()).acquire(false);
    assertThat(next.stillHeld()).isTrue();
    assertThat(old.stillHeld()).isFalse();
    old.close();
    assertThat(next.stillHeld()).isTrue();
    assertThat(store.keys()).containsExactly("default/redis/lock/00000002");
  }

  @Test
  void acquire_beatingHolderOfAnotherHost_isRefused() {
    NameLock holder = lock(store, "a");
    assertThatThrownBy(() -> watching("b", holder::beat).acquire(false))
        .hasMessageContaining("is locked by root@a");
    assertThat(holder.stillHeld()).isTrue();
  }

  @Test
  void acquire_silentHolderOfAnotherHost_takesOverAfterTwoMinutes() {
    NameLock holder = lock(store, "a");
    holder.beat();
    AtomicInteger looks = new AtomicInteger();
    NameLock next = watching("b", looks::incrementAndGet).acquire(false);
    assertThat(looks.get()).isEqualTo(48);
    assertThat(next.stillHeld()).isTrue();
    holder.beat();
    assertThat(store.keys()).containsExactly("default/redis/lock/00000002");
  }

  @Test
  void acquire_holderReleasesWhileWatched_takesItWithoutWaiting() {
    NameLock holder = lock(store, "a");
    AtomicInteger looks = new AtomicInteger();
    Runnable meanwhile =
        () -> {
          looks.incrementAndGet();
          holder.close();
        };
    assertThat(watching("b", meanwhile).acquire(false).stillHeld()).isTrue();
    assertThat(looks.get()).isEqualTo(1);
  }

  @Test
  void acquire_takeOver_asksNobody() {
    NameLock holder = lock(store, "a");
    assertThat(lock(store, "b").stillHeld()).isTrue();
    assertThatThrownBy(holder::requireHeld).hasMessageContaining("was taken over");
  }

  @Test
  void acquire_otherWinsBetweenLookAndCreate_backsOff() {
    lock(store, "a").close();
    MemoryStore slow = store.view();
    AtomicInteger once = new AtomicInteger();
    NameLock[] winner = new NameLock[1];
    slow.before(
        op -> {
          if (op.startsWith("put") && once.getAndIncrement() == 0) {
            winner[0] = lock(store, "b");
          }
        });
    assertLocked(slow, "c", winner, "b");
  }

  /** Whoever comes is refused, and names the winner, which beats and keeps its lock. */
  private static void assertLocked(
      MemoryStore slow, String host, NameLock[] winner, String winnersHost) {
    LockContest contest =
        new LockContest(
            slow,
            LAYOUT,
            new LockClaim(
                owner(host, 1),
                TakeOver.DEAD,
                RepoWorld.TIMES,
                dead(),
                new RepoWorld.FakePace(() -> winner[0].beat())));
    assertThatThrownBy(() -> contest.acquire(false))
        .hasMessageContaining("locked by root@" + winnersHost);
    assertThat(winner[0].stillHeld()).isTrue();
  }

  @Test
  void acquire_generationReusedAfterCleaning_secondLookFindsTheWinner() {
    lock(store, "a").close();
    MemoryStore slow = store.view();
    AtomicInteger once = new AtomicInteger();
    NameLock[] winner = new NameLock[1];
    slow.before(
        op -> {
          if (op.startsWith("put") && once.getAndIncrement() == 0) {
            lock(store, "b").close();
            winner[0] = lock(store, "c");
          }
        });
    assertLocked(slow, "d", winner, "c");
  }

  @Test
  void stillHeld_sameNumberWithAnotherToken_isLost() {
    NameLock sleeper = lock(store, "a");
    NameLock other = lock(store, "b");
    other.removeOnClose();
    other.close();
    assertThat(store.keys()).isEmpty();
    NameLock fresh = lock(store, "c");
    assertThat(fresh.generation()).isEqualTo(sleeper.generation());
    assertThat(sleeper.stillHeld()).isFalse();
    sleeper.close();
    assertThat(fresh.stillHeld()).isTrue();
  }

  @Test
  void acquire_strayReleaseAndBeatOfSleepers_doNotSpeakForTheHolder() {
    NameLock holder = lock(store, "a");
    store.plant("default/redis/lock/00000001.released", "another".getBytes(StandardCharsets.UTF_8));
    store.plant("default/redis/lock/00000001.beat.000500", "x".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> watching("b", holder::beat).acquire(false))
        .hasMessageContaining("is locked by root@a");
  }

  @Test
  void acquire_unreadableHolder_isWatchedThenTakenOver() {
    store.plant("default/redis/lock/00000003", "garbage".getBytes(StandardCharsets.UTF_8));
    assertThat(watching("b", () -> {}).acquire(false).generation()).isEqualTo(4);
  }

  @Test
  void acquireAndClose_killedAtEveryStep_nextHolderGetsIt() {
    for (int k = 1; k < 30; k++) {
      for (boolean after : new boolean[] {false, true}) {
        MemoryStore shared = new MemoryStore();
        lock(shared, "a").close();
        MemoryStore doomed = after ? shared.view().killAfter(k) : shared.view().killBefore(k);
        try {
          NameLock lock = contest(doomed, "b", false, dead()).acquire(false);
          lock.beat();
          lock.beat();
          lock.close();
        } catch (Stopped e) {
          assertThat(e).hasMessageContaining("killed");
        }
        NameLock next = contest(shared, "b", false, dead()).acquire(false);
        assertThat(next.stillHeld()).isTrue();
        next.removeOnClose();
        next.close();
        assertThat(shared.keys()).isEmpty();
      }
    }
  }

  @Test
  void life_thisProcessAndReusedPid_areToldApart() {
    HostProcesses host = new HostProcesses();
    Owner self = host.self("backup", null);
    assertThat(self.sameHost(host.self("prune", null))).isTrue();
    assertThat(host.life(self)).isEqualTo(Processes.Life.ALIVE);
    Owner reused =
        new Owner(
            self.host(),
            self.bootId(),
            self.pidNamespace(),
            self.pid(),
            self.processStart() - 1,
            self.user(),
            "backup",
            null);
    assertThat(host.life(reused)).isEqualTo(Processes.Life.DEAD);
  }

  private LockContest watching(String host, Runnable meanwhile) {
    return new LockContest(
        store,
        LAYOUT,
        new LockClaim(
            owner(host, 1),
            TakeOver.DEAD,
            RepoWorld.TIMES,
            dead(),
            new RepoWorld.FakePace(meanwhile)));
  }
}
