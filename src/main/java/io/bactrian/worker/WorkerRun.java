package io.bactrian.worker;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.config.Resolved;
import io.bactrian.config.Settings;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.work.Progress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one order, once: in a process of its own, or as one of several in a JVM; each has a
 * Camel and a store client of its own. {@link #run} is called by one thread and blocks; everything
 * else may be called by any thread at any time.
 */
public final class WorkerRun implements AutoCloseable {
  /** Exit code of a run that was stopped, as after SIGTERM. */
  public static final int STOPPED = 143;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerRun.class);

  private final WorkerOrder order;
  private final Resolved given;
  private final Progress progress = new Progress();
  private final Hidden hidden = new Hidden();
  private final SourceSize sourceSize = new SourceSize();
  private final Object interrupting = new Object();
  private volatile ProgressMeter meter =
      new ProgressMeter(progress, () -> -1, System::nanoTime, 1 << 26);
  private volatile Task task;
  private volatile Thread thread;
  private volatile int stoppedWith;
  private volatile Throwable failure;

  public WorkerRun(WorkerOrder order, Resolved resolved) {
    this.order = order;
    this.given = resolved;
  }

  /** Does it. Never throws: how it ended is in the answer, secrets struck out. */
  public WorkerEnd run() {
    WorkerEnd end = new WorkerEnd();
    thread = Thread.currentThread();
    try {
      work(end);
    } catch (Exception | OutOfMemoryError e) {
      LOG.debug("the worker failed", e);
      failure = e;
      Ends.failed(end, e, hidden);
      if (stoppedWith != 0) {
        Ends.interrupted(end, stoppedWith);
      }
    } finally {
      over();
      sourceSize.close();
    }
    return end;
  }

  /** From here on nobody interrupts the thread, which goes on to other work. */
  private void over() {
    synchronized (interrupting) {
      thread = null;
      Thread.interrupted();
    }
  }

  private void work(WorkerEnd end) {
    Resolved resolved = Orders.settings(given, order);
    Connections connections = new Connections(resolved);
    try {
      Work work = Work.of(order, resolved, connections, progress, hidden);
      measure(work.settings());
      Task current = Task.of(work);
      task = current;
      requireGoingOn();
      current.run(end);
    } finally {
      closeQuietly(connections);
    }
  }

  /** A backup does not know how much there is until it has walked it all: that is counted apart. */
  private void measure(Settings settings) {
    if ("backup".equals(order.task)) {
      sourceSize.start(order);
    }
    meter = new ProgressMeter(progress, sourceSize::bytes, System::nanoTime, settings.bundleSize());
  }

  private void requireGoingOn() {
    if (stoppedWith != 0) {
      throw Failure.of(FailureClass.INTERRUPTED, "stopped before it began", null);
    }
  }

  private static void closeQuietly(Connections connections) {
    try {
      connections.close();
    } catch (RuntimeException e) {
      LOG.warn("the store did not close: {}", e.getMessage());
    }
  }

  /**
   * To be called once the answer of {@link #run} is kept where it is not lost. A restore whose end
   * nobody heard of is thus found done by the next attempt.
   */
  public void told() {
    Task current = task;
    if (current != null && failure == null) {
      current.told();
    }
  }

  public ProgressStatus progress() {
    return meter.status();
  }

  /** Why it failed; empty while it runs, and where it did not. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Asks it to end soon and resumably: what is in flight ends, nothing new begins. The answer of
   * {@link #run} then is {@code interrupted} with this exit code, unless the work was done first.
   * How soon depends on the store; a process ends after a time of grace whatever it says.
   */
  public void cancel(int exitCode) {
    stoppedWith = exitCode;
    Task current = task;
    if (current != null) {
      current.cancel();
    }
    synchronized (interrupting) {
      Thread waiting = thread;
      if (waiting != null && progress.phase().equals("preparing")) {
        waiting.interrupt();
      }
    }
  }

  /** The same, as after SIGTERM. */
  @Override
  public void close() {
    cancel(STOPPED);
  }
}
