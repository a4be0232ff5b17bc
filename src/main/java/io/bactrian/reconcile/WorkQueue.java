package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
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

  /** How late a change of the machine's clock is noticed. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WorkItems items;
  private final EnumSet<Hold> holds = EnumSet.noneOf(Hold.class);
  private final Clock clock;
  private boolean closed;

  public WorkQueue(Clock clock) {
    this.clock = clock;
    this.items = new WorkItems(clock, changed::signal);
  }

  /** Something changed. */
  public void add(ResourceKey key) {
    lock.lock();
    try {
      items.add(key);
    } finally {
      lock.unlock();
    }
  }

  /** The next resource, for this taker alone until {@link #done}; empty once closed. Blocks. */
  public Optional<ResourceKey> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        items.ringTimers();
        Optional<ResourceKey> next = holds.isEmpty() ? items.take() : Optional.empty();
        if (next.isPresent()) {
          wakeNext();
          return next;
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
    if (items.ready() > 0 || items.timers() > 0) {
      changed.signal();
    }
  }

  private Duration sleep() {
    Optional<Instant> next = holds.isEmpty() ? items.nextTimer() : Optional.empty();
    if (next.isEmpty()) {
      return LONGEST_SLEEP;
    }
    Duration left = Duration.between(clock.instant(), next.get());
    return left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left.plusMillis(1);
  }

  /** The taker is through with it. */
  public void done(ResourceKey key, Again again) {
    lock.lock();
    try {
      items.done(key, again);
    } finally {
      lock.unlock();
    }
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
      items.ringTimers();
      return items.ready();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits for a taker and none is at work; times to come do not count. */
  public boolean idle() {
    lock.lock();
    try {
      items.ringTimers();
      return items.ready() == 0 && items.taken() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Resources that have a time to be looked at again. */
  public int timers() {
    lock.lock();
    try {
      return items.timers();
    } finally {
      lock.unlock();
    }
  }
}
