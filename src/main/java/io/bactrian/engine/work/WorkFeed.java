package io.bactrian.engine.work;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;

/**
 * Hands out work to a parallel split: at most so many items at once, and none after the first
 * failure; those in flight end. Every item handed out must be reported once by {@link #done} or
 * {@link #failed}. Iterated by one thread, reported to by many.
 */
public final class WorkFeed<T> implements Iterator<T> {
  private final Iterator<? extends T> source;
  private final int concurrency;
  private final Semaphore permits;
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private T next;
  private boolean ended;

  /**
   * @param concurrency items in flight at once, at least 1
   */
  public WorkFeed(Iterator<? extends T> source, int concurrency) {
    this.source = source;
    this.concurrency = concurrency;
    this.permits = new Semaphore(concurrency);
  }

  /**
   * Whether there is another item; once false, for ever false. Never waits for a free place,
   * because a split asks this before it starts the item it already has. A failure of the source
   * counts as a failure and ends the feed.
   */
  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = pull();
      ended = next == null;
    }
    return next != null;
  }

  private T pull() {
    try {
      return failures.isEmpty() && source.hasNext() ? source.next() : null;
    } catch (RuntimeException e) {
      failures.add(e);
      return null;
    }
  }

  /** Waits for a free place; null, which a split passes over, if something failed meanwhile. */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    permits.acquireUninterruptibly();
    T item = failures.isEmpty() ? next : null;
    next = null;
    if (item == null) {
      ended = true;
      permits.release();
    }
    return item;
  }

  /** One item ended well. */
  public void done() {
    permits.release();
  }

  /** One item failed for good. */
  public void failed(Throwable cause) {
    failures.add(cause);
    permits.release();
  }

  /** Hands out nothing more, for this cause, which is no item's. From any thread, at any time. */
  public void stop(Throwable cause) {
    failures.add(cause);
  }

  /**
   * Waits until everything in flight has ended, then tells every cause, oldest first. Ask when the
   * split is over: on a failure it may be over before its items are.
   */
  public List<Throwable> failures() {
    permits.acquireUninterruptibly(concurrency);
    permits.release(concurrency);
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }
}
