package io.bactrian.engine.read;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.work.WorkFeed;
import java.util.Iterator;

/**
 * Objects on their way in: how they are read and counted, and what is handed out of them, one
 * hand-out after the other. Safe for many threads.
 */
public final class FetchFeed {
  private final CheckedRead reads;
  private final Attempts attempts;
  private final int concurrency;
  private volatile WorkFeed<Fetch> feed;
  private volatile Failure stopped;

  /**
   * @param concurrency objects on their way at once, at least 1
   */
  public FetchFeed(CheckedRead reads, Attempts attempts, int concurrency) {
    this.reads = reads;
    this.attempts = attempts;
    this.concurrency = concurrency;
  }

  public CheckedRead reads() {
    return reads;
  }

  public Attempts attempts() {
    return attempts;
  }

  /** From now on these are what {@link #done} and {@link #failed} report on. */
  public WorkFeed<Fetch> handOut(Iterator<? extends Fetch> fetches) {
    WorkFeed<Fetch> next = new WorkFeed<>(fetches, concurrency);
    feed = next;
    if (stopped != null) {
      next.stop(stopped);
    }
    return next;
  }

  /** One fetch ended well. */
  public void done() {
    feed.done();
  }

  /** One fetch failed for good: what is in flight ends, nothing new is handed out. */
  public void failed(Throwable cause) {
    feed.failed(cause);
  }

  /** Ends this hand-out and every later one, for this cause. From any thread, at any time. */
  public void stop(Failure cause) {
    stopped = cause;
    WorkFeed<Fetch> handing = feed;
    if (handing != null) {
      handing.stop(cause);
    }
  }

  /** Waits until everything in flight has ended, then throws every cause of the last hand-out. */
  public void requireFetched() {
    Causes.requireNone(feed.failures());
  }
}
