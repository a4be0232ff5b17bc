package io.bactrian.route.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bactrian.api.WorkerEnd;
import io.bactrian.cluster.Leadership;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobKey;
import io.bactrian.control.Step;
import io.bactrian.reconcile.PassListener;
import io.bactrian.testing.SimulatedWorld;
import io.bactrian.testing.ToyController;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operator through its routes: consumer, reconcile, errors. */
@Timeout(300)
class OperatorTest {
  private final OperatorRig rig = new OperatorRig();

  @AfterEach
  void stop() {
    rig.close();
  }

  private static WorkerEnd good() {
    WorkerEnd end = new WorkerEnd();
    end.exitCode = 0;
    return end;
  }

  private void endAll(int count) {
    for (int i = 0; i < count; i++) {
      rig.world.end(new JobKey("ns", "backup-b" + i), good());
    }
  }

  @Test
  void fiftyAtOnce_takeTwoWritesEach_andNoneIsWithTwoThreads() {
    Overlaps overlaps = new Overlaps();
    rig.listeners = List.of(overlaps);
    for (int i = 0; i < 50; i++) {
      rig.add("b" + i);
    }
    rig.start();
    await().until(() -> rig.world.started.size() == 50);
    for (int i = 0; i < 50; i++) {
      rig.world.backups().touch("b" + i);
    }
    endAll(50);
    for (int i = 0; i < 50; i++) {
      String name = "b" + i;
      await().until(() -> rig.phase(name).equals("Complete"));
    }
    assertThat(rig.world.started).hasSize(50);
    assertThat(rig.world.backups().statusWrites()).isEqualTo(100);
    assertThat(overlaps.count.get()).isZero();
  }

  /** Counts steps over a resource whose pass is under way on another thread. */
  private static final class Overlaps implements PassListener {
    private final Map<ResourceKey, Thread> inside = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void stepBegins(ResourceKey key, Step step) {
      Thread here = Thread.currentThread();
      Thread there = inside.putIfAbsent(key, here);
      if (there != null && there != here) {
        count.incrementAndGet();
      }
    }

    @Override
    public void passEnded(ResourceKey key, Duration took, boolean failed) {
      inside.remove(key);
    }
  }

  @Test
  void anEndThatFails_isTriedAgainUntilItAnswers_andIsCounted() {
    AtomicInteger failures = new AtomicInteger();
    rig.world
        .backups()
        .beforeWrite(
            () -> {
              if (failures.incrementAndGet() <= 2) {
                throw new IllegalStateException("unreachable");
              }
            });
    rig.add("b0");
    rig.start();
    await().until(() -> rig.phase("b0").equals("Scheduled"));
    assertThat(rig.operator.registry().scrape())
        .contains("bactrian_reconcile_errors_total{controller=\"backup\"} 2.0");
    await() // told after it is written
        .untilAsserted(() -> assertThat(rig.world.told).hasSize(1));
  }

  @Test
  void aStormOfConflicts_isWeathered_withoutASecondJob() {
    AtomicInteger storms = new AtomicInteger();
    rig.add("b0");
    rig.world
        .backups()
        .beforeWrite(
            () -> {
              if (storms.incrementAndGet() <= 5) {
                rig.world.backups().touch("b0");
              }
            });
    rig.start();
    await().until(() -> rig.world.started.size() == 1);
    endAll(1);
    await().until(() -> rig.phase("b0").equals("Complete"));
    assertThat(rig.world.backups().conflicts()).isEqualTo(5);
    assertThat(rig.operator.registry().scrape())
        .contains("bactrian_reconcile_conflicts_total{controller=\"backup\"} 5.0")
        .contains("bactrian_reconcile_errors_total{controller=\"backup\"} 0.0");
  }

  /** The time comes nearer once the fresh one has asked: however slowly it starts, it waits. */
  @Test
  void aTime_isArmedAgainByAFreshOperator() {
    AtomicReference<Instant> due = new AtomicReference<>(Instant.now().plusSeconds(3600));
    AtomicInteger beforeTime = new AtomicInteger();
    AtomicBoolean rang = new AtomicBoolean();
    rig.backups =
        (backup, facts, now) -> {
          if (now.isBefore(due.get())) {
            if (beforeTime.incrementAndGet() == 2) {
              due.set(now.plusSeconds(1));
            }
            return Step.Wait.until(due.get());
          }
          rang.set(true);
          return Step.Wait.forChange();
        };
    rig.add("b0");
    rig.start();
    await().until(() -> beforeTime.get() == 1);
    rig.stop();
    rig.start();
    await().until(rang::get);
    assertThat(beforeTime.get()).isEqualTo(2);
  }

  @Test
  void stopping_letsThePassUnderWayEnd_andNothingStartsAfterIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ToyController toy = new ToyController();
    rig.backups =
        (backup, facts, now) -> {
          inside.countDown();
          awaitLatch(goOn);
          return toy.next(backup, facts, now);
        };
    rig.add("b0");
    rig.start();
    assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
    Thread stopping = new Thread(rig::stop);
    stopping.start();
    await().until(() -> stopping.getState() != Thread.State.NEW);
    goOn.countDown();
    stopping.join();
    assertThat(rig.world.started).hasSize(1);
    rig.add("late");
    assertThat(rig.world.started).hasSize(1);
    rig.start();
    await().until(() -> rig.world.started.size() == 2);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFollower_doesNothing_takesOverAtOnce_andEndsWhenItLosesTheLead() {
    Hand hand = new Hand();
    AtomicBoolean ended = new AtomicBoolean();
    rig.leadership = hand;
    rig.lost = () -> ended.set(true);
    rig.add("b0");
    rig.start();
    rig.world.backups().touch("b0");
    assertThat(rig.world.started).isEmpty();
    hand.won.run();
    await().until(() -> rig.world.started.size() == 1);
    hand.lost.run();
    assertThat(ended).isTrue();
    rig.add("b1");
    assertThat(rig.phase("b1")).isEmpty();
  }

  /** Leads when the test says so. */
  private static final class Hand implements Leadership {
    private Runnable won;
    private Runnable lost;

    @Override
    public void campaign(Runnable onWon, Runnable onLost) {
      won = onWon;
      lost = onLost;
    }

    @Override
    public boolean leads() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void aThousandResources_areAllSeenOnce_withinSeconds() {
    for (int i = 0; i < 1000; i++) {
      rig.world.backups().create(SimulatedWorld.backup("b" + i));
    }
    AtomicInteger passes = new AtomicInteger();
    rig.backups =
        (backup, facts, now) -> {
          passes.incrementAndGet();
          return Step.Wait.until(now.plusSeconds(3600));
        };
    rig.start();
    await().until(() -> passes.get() == 1000);
    await() // the last pass may be about to end
        .untilAsserted(
            () ->
                assertThat(rig.operator.registry().scrape())
                    .contains("bactrian_queue_timers{controller=\"backup\"} 1000.0"));
  }
}
