package io.bactrian.engine.repo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at many objects at once, a bounded number ahead: on a store that answers in 20 ms one after
 * another would take minutes for a terabyte. The first failure, in the order asked, is thrown by a
 * later {@link #submit} or by {@link #finish}.
 */
final class ChecksumLook implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final int AHEAD = 8 * AT_ONCE;

  private final Deque<Future<?>> pending = new ArrayDeque<>();
  private ExecutorService threads;

  void submit(Runnable look) {
    if (threads == null) {
      threads = Executors.newFixedThreadPool(AT_ONCE, ChecksumLook::thread);
    }
    if (pending.size() >= AHEAD) {
      await(pending.remove());
    }
    pending.add(threads.submit(look));
  }

  /** Waits for all that was submitted. */
  void finish() {
    while (!pending.isEmpty()) {
      await(pending.remove());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "confirm");
    thread.setDaemon(true);
    return thread;
  }

  private static void await(Future<?> look) {
    try {
      look.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while objects were confirmed", e);
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
