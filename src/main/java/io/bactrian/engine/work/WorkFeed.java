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
  private boolean ended;

  /**
   * @param source its {@code next} may wait for items in flight, its {@code hasNext} must not; null
   *     where nothing is left after all
   * @param concurrency items in flight at once, at least 1
   */
  public WorkFeed(Iterator<? extends T> source, int concurrency) {
    this.source = source;
    this.concurrency = concurrency;
    this.permits = new Semaphore(concurrency);
  }

  /**
   * Whether there may be another item; once false, for ever false. Takes nothing from the source
   * and waits for no item in flight: a split asks this before it starts the item it already has, so
   * that item would be waited for in vain. A failure of the source counts as a failure and ends the
   * feed.
   */
  @Override
  public boolean hasNext() {
    ended = ended || !sourceHasNext();
    return !ended;
  }

  private boolean sourceHasNext() {
    try {
      return failures.isEmpty() && source.hasNext();
    } catch (RuntimeException e) {
      failures.add(e);
      return false;
    }
  }

  /**
   * Waits for a free place; null, which a split passes over, if the source had nothing more to give
   * after all or something failed meanwhile.
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T item = pull();
    if (item != null) {
      permits.acquireUninterruptibly();
      if (failures.isEmpty()) {
        return item;
      }
      permits.release();
    }
    ended = true;
    return null;
  }

  private T pull() {
    try {
      return source.next();
    } catch (RuntimeException e) {
      failures.add(e);
      return null;
    }
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
