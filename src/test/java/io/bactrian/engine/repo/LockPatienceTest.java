package io.bactrian.engine.repo;

import static io.bactrian.engine.repo.RepoWorld.LAYOUT;
import static io.bactrian.engine.repo.RepoWorld.lock;
import static io.bactrian.engine.repo.RepoWorld.owner;
import static io.bactrian.engine.repo.RepoWorld.processes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.testing.MemoryStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who has patience waits for a holder that lives, and for no longer than that. */
class LockPatienceTest {
  /** Looks in a patience of five minutes, at one each 2.5 s. */
  private static final int LOOKS = 120;

  private final MemoryStore store = new MemoryStore();
  private final NameLock holder = lock(store, "a");
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void acquire_beatingHolderOfAnotherHostThatEnds_isWaitedFor() {
    LockContest patient = patient("b", Processes.Life.UNKNOWN, () -> endAfter(40));
    assertThat(patient.acquire(false).stillHeld()).isTrue();
    assertThat(looks).hasValue(40);
  }

  @Test
  void acquire_liveProcessOfThisHostThatEnds_isWaitedFor() {
    LockContest patient = patient("a", Processes.Life.ALIVE, () -> endAfter(100));
    assertThat(patient.acquire(false).stillHeld()).isTrue();
    assertThat(looks).hasValue(100);
  }

  @Test
  void acquire_holderThatOutlastsThePatience_isRefused() {
    assertThatThrownBy(
            () -> patient("b", Processes.Life.UNKNOWN, () -> endAfter(1000)).acquire(false))
        .hasMessageContaining("is locked by root@a");
    assertThat(looks).hasValue(LOOKS);
    assertThat(holder.stillHeld()).isTrue();
  }

  @Test
  void acquire_liveProcessOfThisHostThatOutlastsThePatience_isRefused() {
    assertThatThrownBy(() -> patient("a", Processes.Life.ALIVE, () -> {}).acquire(false))
        .hasMessageContaining("is locked by root@a");
    assertThat(holder.stillHeld()).isTrue();
  }

  @Test
  void acquire_holderThatBeatsAndThenFallsSilent_isTakenOverTwoMinutesAfterItsLastBeat() {
    LockContest patient =
        patient(
            "b",
            Processes.Life.UNKNOWN,
            () -> {
              if (looks.incrementAndGet() <= 10) {
                holder.beat();
              }
            });
    assertThat(patient.acquire(false).stillHeld()).isTrue();
    assertThat(looks).hasValue(10 + 48);
  }

  @Test
  void acquire_bothWereStopped_holderThatBeatsAgainIsNotTakenOver() {
    RepoWorld.FakePace stopped =
        new RepoWorld.FakePace(() -> {}) {
          @Override
          public void sleep(Duration duration) {
            boolean first = looks.getAndIncrement() == 0;
            super.sleep(first ? Duration.ofHours(1) : duration);
            if (!first) {
              holder.beat();
            }
          }
        };
    LockClaim claim =
        new LockClaim(owner("b", 1), TakeOver.DEAD, RepoWorld.TIMES, RepoWorld.dead(), stopped);
    assertThatThrownBy(() -> new LockContest(store, LAYOUT, claim).acquire(false))
        .hasMessageContaining("is locked by root@a");
    assertThat(holder.stillHeld()).isTrue();
  }

  private void endAfter(int count) {
    if (looks.incrementAndGet() < count) {
      holder.beat();
    } else if (looks.get() == count) {
      holder.close();
    }
  }

  private LockContest patient(String host, Processes.Life life, Runnable meanwhile) {
    return new LockContest(
        store,
        LAYOUT,
        new LockClaim(
            owner(host, 1),
            TakeOver.DEAD,
            RepoWorld.TIMES.patient(Duration.ofMinutes(5)),
            processes(life),
            new RepoWorld.FakePace(meanwhile)));
  }
}
