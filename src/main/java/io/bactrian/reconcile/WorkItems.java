package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Which resources want a pass, and when: each is ready, waits for its one time, or is with a taker.
 * For one thread at a time.
 */
final class WorkItems {
  /** A time that lies in the past means soon, not a busy loop. */
  private static final Duration SOONEST = Duration.ofMillis(10);

  private final Map<ResourceKey, Item> items = new HashMap<>();
  private final Deque<Item> ready = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Clock clock;
  private final Runnable onSooner;
  private int taken;

  /**
   * @param onSooner hears that something is ready, or will be sooner than all before
   */
  WorkItems(Clock clock, Runnable onSooner) {
    this.clock = clock;
    this.onSooner = onSooner;
  }

  private enum State {
    READY,
    WAITING,
    TAKEN
  }

  private static final class Item {
    final ResourceKey key;
    State state;
    boolean changedMeanwhile;
    Instant deafUntil = Instant.MIN;
    Timer timer;

    Item(ResourceKey key) {
      this.key = key;
    }
  }

  private record Timer(Instant due, Item item) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return due.compareTo(other.due);
    }
  }

  /** Something changed. */
  void add(ResourceKey key) {
    Item item = items.get(key);
    if (item == null) {
      Item added = new Item(key);
      items.put(key, added);
      makeReady(added);
    } else if (item.state == State.TAKEN) {
      item.changedMeanwhile = true;
    } else if (item.state == State.WAITING) {
      bringForward(item);
    }
  }

  /** The one that has been ready for longest, if any, for its taker alone until {@link #done}. */
  Optional<ResourceKey> take() {
    Item item = ready.pollFirst();
    if (item == null) {
      return Optional.empty();
    }
    item.state = State.TAKEN;
    taken++;
    return Optional.of(item.key);
  }

  /** The taker is through with it. */
  void done(ResourceKey key, Again again) {
    Item item = items.get(key);
    if (item == null || item.state != State.TAKEN) {
      throw new IllegalStateException(key + " is with nobody");
    }
    taken--;
    boolean came = item.changedMeanwhile;
    item.changedMeanwhile = false;
    item.deafUntil = again.deafUntil().orElse(Instant.MIN);
    settle(item, came, again);
  }

  private void settle(Item item, boolean came, Again again) {
    if (again.at().isEmpty() && !came) {
      items.remove(item.key);
      return;
    }
    Instant soonest = clock.instant().plus(SOONEST);
    Instant due = again.at().orElse(item.deafUntil);
    setTimer(item, due.isBefore(soonest) ? soonest : due);
    if (came) {
      bringForward(item);
    }
  }

  private void bringForward(Item item) {
    if (!item.deafUntil.isAfter(clock.instant())) {
      makeReady(item);
    } else if (item.deafUntil.isBefore(item.timer.due())) {
      setTimer(item, item.deafUntil);
    }
  }

  private void makeReady(Item item) {
    timers.remove(item.timer);
    item.timer = null;
    item.state = State.READY;
    ready.addLast(item);
    onSooner.run();
  }

  private void setTimer(Item item, Instant due) {
    timers.remove(item.timer);
    item.state = State.WAITING;
    item.timer = new Timer(due, item);
    timers.add(item.timer);
    if (timers.peek() == item.timer) {
      onSooner.run();
    }
  }

  /** Those whose time has come are ready. */
  void ringTimers() {
    Instant now = clock.instant();
    while (!timers.isEmpty() && !timers.peek().due().isAfter(now)) {
      makeReady(timers.peek().item());
    }
  }

  /** When the next one will be ready by itself. */
  Optional<Instant> nextTimer() {
    return Optional.ofNullable(timers.peek()).map(Timer::due);
  }

  int ready() {
    return ready.size();
  }

  int taken() {
    return taken;
  }

  int timers() {
    return timers.size();
  }
}
