package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Resources that want a pass: a hundred changes while one is pending are one pass; one resource is
 * with one taker at a time; what changes meanwhile comes again afterwards; first come, first
 * served. Each resource has at most one time to be looked at again. {@link #add} never blocks.
 * Thread-safe.
 */
public final class WorkQueue {
  /** Why nothing is handed out, though work is kept. */
  public enum Hold {
    NOT_LEADING,
    SUSPENDED
  }

  /** A time that lies in the past means soon, not a busy loop. */
  private static final Duration SOONEST = Duration.ofMillis(10);

  /** How late a change of the machine's clock is noticed. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<ResourceKey, Item> items = new HashMap<>();
  private final Deque<Item> ready = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final EnumSet<Hold> holds = EnumSet.noneOf(Hold.class);
  private final Clock clock;
  private boolean closed;

  public WorkQueue(Clock clock) {
    this.clock = clock;
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

  /** Counts only while its item says that it is the one. */
  private record Timer(Instant due, Item item) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return due.compareTo(other.due);
    }
  }

  /** Something changed. */
  public void add(ResourceKey key) {
    lock.lock();
    try {
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
    } finally {
      lock.unlock();
    }
  }

  /** The next resource, for this taker alone until {@link #done}; empty once closed. Blocks. */
  public Optional<ResourceKey> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        ringTimers();
        if (holds.isEmpty() && !ready.isEmpty()) {
          Item item = ready.removeFirst();
          item.state = State.TAKEN;
          wakeNext();
          return Optional.of(item.key);
        }
        changed.awaitNanos(sleep().toNanos());
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody else has to watch what is left, since this taker goes to work. */
  private void wakeNext() {
    if (!ready.isEmpty() || !timers.isEmpty()) {
      changed.signal();
    }
  }

  /** The taker is through with it. */
  public void done(ResourceKey key, Again again) {
    lock.lock();
    try {
      Item item = items.get(key);
      if (item == null || item.state != State.TAKEN) {
        throw new IllegalStateException(key + " is with nobody");
      }
      boolean came = item.changedMeanwhile;
      item.changedMeanwhile = false;
      item.deafUntil = again.deafUntil().orElse(Instant.MIN);
      settle(item, came, again);
    } finally {
      lock.unlock();
    }
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
    changed.signal();
  }

  private void setTimer(Item item, Instant due) {
    timers.remove(item.timer);
    item.state = State.WAITING;
    item.timer = new Timer(due, item);
    timers.add(item.timer);
    if (timers.peek() == item.timer) {
      changed.signal();
    }
  }

  private void ringTimers() {
    Instant now = clock.instant();
    while (!timers.isEmpty() && !timers.peek().due().isAfter(now)) {
      makeReady(timers.peek().item());
    }
  }

  private Duration sleep() {
    if (timers.isEmpty() || !holds.isEmpty()) {
      return LONGEST_SLEEP;
    }
    Duration next = Duration.between(clock.instant(), timers.peek().due());
    return next.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : next.plusMillis(1);
  }

  /** Hands nothing out; work goes on being kept. */
  public void hold(Hold why) {
    lock.lock();
    try {
      holds.add(why);
    } finally {
      lock.unlock();
    }
  }

  public void release(Hold why) {
    lock.lock();
    try {
      holds.remove(why);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takers stay. */
  public void open() {
    lock.lock();
    try {
      closed = false;
    } finally {
      lock.unlock();
    }
  }

  /** Takers go home; work goes on being kept. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Resources that wait for a taker now. */
  public int depth() {
    lock.lock();
    try {
      ringTimers();
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  /** Resources that have a time to be looked at again. */
  public int timers() {
    lock.lock();
    try {
      return timers.size();
    } finally {
      lock.unlock();
    }
  }
}
