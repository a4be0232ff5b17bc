package io.bactrian.reconcile;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.reconcile.WorkQueue.Hold;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkQueueTest {
  /** Milliseconds: a time that nobody was woken for is noticed after ten seconds. */
  private static final long SOONER = 9_500;

  private final WorkQueue queue = new WorkQueue(Clock.systemUTC());
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    queue.close();
    threads.shutdownNow();
  }

  private static ResourceKey key(String name) {
    return new ResourceKey("Backup", "ns", name);
  }

  private static Instant in(long millis) {
    return Instant.now().plusMillis(millis);
  }

  private String take() throws InterruptedException {
    return queue.take().orElseThrow().name();
  }

  @Test
  void idle_isWhenNothingIsReadyOrTaken_timesToComeAside() throws Exception {
    assertThat(queue.idle()).isTrue();
    queue.add(key("a"));
    assertThat(queue.idle()).as("ready").isFalse();
    take();
    assertThat(queue.idle()).as("taken").isFalse();
    queue.add(key("a"));
    queue.done(key("a"), Again.onChange());
    assertThat(queue.idle()).as("changed meanwhile").isFalse();
    take();
    queue.done(key("a"), Again.at(in(3_600_000)));
    assertThat(queue.idle()).as("in an hour").isTrue();
  }

  @Test
  void aHundredChangesWhileOneIsPending_areOnePass() throws Exception {
    for (int i = 0; i < 100; i++) {
      queue.add(key("a"));
    }
    assertThat(queue.depth()).isEqualTo(1);
    assertThat(take()).isEqualTo("a");
    assertThat(queue.depth()).isZero();
  }

  @Test
  void aHundredChangesDuringAPass_areOnePassAfterIt() throws Exception {
    queue.add(key("a"));
    take();
    for (int i = 0; i < 100; i++) {
      queue.add(key("a"));
    }
    assertThat(queue.depth()).isZero();
    queue.done(key("a"), Again.onChange());
    assertThat(take()).isEqualTo("a");
    queue.done(key("a"), Again.onChange());
    assertThat(queue.depth()).isZero();
  }

  @Test
  void firstComeFirstServed_evenIfOneComesAgainAndAgain() throws Exception {
    queue.add(key("a"));
    queue.add(key("b"));
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = take();
      order.add(name);
      queue.add(key(name));
      queue.done(key(name), Again.onChange());
    }
    assertThat(order).containsExactly("a", "b", "a", "b");
  }

  @Test
  void aTimeComes_andAChangeBringsItForward() throws Exception {
    queue.add(key("soon"));
    queue.add(key("late"));
    take();
    take();
    Instant begun = Instant.now();
    queue.done(key("late"), Again.at(in(60_000)));
    queue.done(key("soon"), Again.at(in(200)));
    assertThat(take()).isEqualTo("soon");
    assertThat(Duration.between(begun, Instant.now()).toMillis()).isBetween(180L, SOONER);
    queue.add(key("late"));
    assertThat(take()).isEqualTo("late");
    assertThat(queue.timers()).isZero();
  }

  @Test
  void aPassThatNamesNoTime_dropsTheOldOne() throws Exception {
    queue.add(key("a"));
    take();
    queue.done(key("a"), Again.at(in(60_000)));
    queue.add(key("a"));
    take();
    queue.done(key("a"), Again.onChange());
    assertThat(queue.timers()).isZero();
  }

  @Test
  void changesDuringBackOff_waitUntilItHearsAgain() throws Exception {
    queue.add(key("a"));
    take();
    Instant begun = Instant.now();
    queue.done(key("a"), Again.backOff(in(60_000), in(2_000)));
    for (int i = 0; i < 100; i++) {
      queue.add(key("a"));
    }
    assertThat(queue.depth()).isZero();
    assertThat(take()).isEqualTo("a");
    assertThat(Duration.between(begun, Instant.now()).toMillis()).isBetween(1980L, SOONER);
  }

  @Test
  void aTimeInThePast_isNoBusyLoop() throws Exception {
    queue.add(key("a"));
    Instant end = in(300);
    int passes = 0;
    while (Instant.now().isBefore(end)) {
      take();
      passes++;
      queue.done(key("a"), Again.at(Instant.EPOCH));
    }
    assertThat(passes).isBetween(2, 40);
  }

  @Test
  void whileHeld_workIsKept_andComesWhenBothHoldsAreGone() throws Exception {
    queue.hold(Hold.NOT_LEADING);
    queue.hold(Hold.SUSPENDED);
    queue.add(key("a"));
    Future<String> taken = threads.submit(this::take);
    queue.release(Hold.SUSPENDED);
    assertThat(taken).isNotDone();
    queue.release(Hold.NOT_LEADING);
    assertThat(taken.get(5, SECONDS)).isEqualTo("a");
  }

  @Test
  void closing_sendsTakersHome_andOpeningFindsTheWorkAgain() throws Exception {
    Future<?> taken = threads.submit(() -> queue.take());
    queue.close();
    assertThat(taken.get(5, SECONDS)).isEqualTo(java.util.Optional.empty());
    queue.add(key("a"));
    queue.open();
    assertThat(take()).isEqualTo("a");
  }

  @Test
  void whatNobodyTook_cannotBeDone() {
    assertThatThrownBy(() -> queue.done(key("a"), Again.onChange()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTimerRings_whileAnotherTakerIsBusy() throws Exception {
    CountDownLatch rang = new CountDownLatch(1);
    queue.add(key("timed"));
    take();
    for (int i = 0; i < 2; i++) {
      threads.submit(
          () -> {
            for (var key = queue.take(); key.isPresent(); key = queue.take()) {
              if (key.get().name().equals("timed")) {
                rang.countDown();
              } else {
                rang.await();
              }
              queue.done(key.get(), Again.onChange());
            }
            return null;
          });
    }
    queue.done(key("timed"), Again.at(in(300)));
    queue.add(key("busy"));
    assertThat(rang.await(SOONER, MILLISECONDS)).isTrue();
  }

  @Test
  void underAStorm_oneResourceIsWithOneTaker_andNoChangeIsLost() throws Exception {
    int keys = 20;
    Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
    Map<String, Integer> wanted = new ConcurrentHashMap<>();
    Map<String, Integer> seen = new ConcurrentHashMap<>();
    AtomicInteger together = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      threads.submit(
          () -> {
            for (var key = queue.take(); key.isPresent(); key = queue.take()) {
              String name = key.get().name();
              if (inside.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet() > 1) {
                together.incrementAndGet();
              }
              seen.put(name, wanted.get(name));
              Thread.yield();
              inside.get(name).decrementAndGet();
              queue.done(key.get(), Again.onChange());
            }
            return null;
          });
    }
    List<Future<?>> writers = new ArrayList<>();
    for (int w = 0; w < keys; w++) {
      String name = "k" + w;
      writers.add(
          threads.submit(
              () -> {
                for (int i = 1; i <= 500; i++) {
                  wanted.put(name, i);
                  queue.add(key(name));
                }
              }));
    }
    for (Future<?> writer : writers) {
      writer.get(60, SECONDS);
    }
    org.awaitility.Awaitility.await().until(() -> seen.equals(wanted));
    assertThat(together.get()).isZero();
  }
}
