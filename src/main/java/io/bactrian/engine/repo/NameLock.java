package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to write one backup name. A lock in a store cannot stop a holder that slept and wakes:
 * whoever is about to destroy or to commit asks {@link #stillHeld} after leaving its own mark, so
 * that of two who believe that they hold it at least one sees the other.
 *
 * <p>A daemon thread beats until {@link #close}. Safe for many threads.
 */
public final class NameLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NameLock.class);

  private final ObjectStore store;
  private final Layout layout;
  private final LockRecord record;
  private final ScheduledExecutorService beats;
  private long lastBeat;
  private String lastBeatKey;
  private boolean lost;
  private boolean ended;
  private boolean removeAll;

  /** Takes over a generation just created by {@link LockContest}, which {@link HeldLocks} has. */
  NameLock(ObjectStore store, Layout layout, LockRecord record, LockTimes times, boolean beating) {
    this.store = store;
    this.layout = layout;
    this.record = record;
    this.beats = beating ? start(times) : null;
  }

  /**
   * Takes the lock, or fails LOCKED with who holds it. Waits for a holder that lives for up to
   * {@code times.patience()}, watches a silent one of another host for {@code times.staleAfter()};
   * INTERRUPTED if the thread is interrupted meanwhile.
   */
  public static NameLock acquire(
      ObjectStore store, Layout layout, LockRequest request, LockTimes times) {
    Processes processes = new HostProcesses();
    Owner owner = processes.self(request.verb(), null).workingFor(request.uid());
    LockClaim claim = new LockClaim(owner, request.takeOver(), times, processes, Pace.system());
    return new LockContest(store, layout, claim).acquire(true);
  }

  private ScheduledExecutorService start(LockTimes times) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "lock-beat-" + layout.name());
              thread.setDaemon(true);
              return thread;
            });
    long period = times.beat().toMillis();
    executor.scheduleWithFixedDelay(this::beatOrLog, period, period, TimeUnit.MILLISECONDS);
    return executor;
  }

  public long generation() {
    return record.generation();
  }

  /** Looks into the store: our own generation is there with our token, and none is higher. */
  public boolean stillHeld() {
    LockListing listing = LockListing.look(store, layout);
    return !listing.isFree() && listing.highest() == generation() && isOurs();
  }

  private boolean isOurs() {
    try {
      byte[] found = store.read(LockListing.key(layout, generation()), LockRecord.LONGEST);
      return Arrays.equals(found, record.bytes());
    } catch (Failure e) {
      if (e.failureClass() == FailureClass.NOT_FOUND || e.failureClass() == FailureClass.CORRUPT) {
        return false;
      }
      throw e;
    }
  }

  /** Fails LOCKED if the lock was taken over. */
  public void requireHeld() {
    if (!stillHeld()) {
      throw lostFailure();
    }
  }

  Failure lostFailure() {
    return Failure.of(
        FailureClass.LOCKED,
        "the lock of " + layout + " was taken over while this process was silent",
        "run the same command again; it carries on with what is stored");
  }

  private void beatOrLog() {
    try {
      beat();
    } catch (Failure e) {
      LOG.warn("the lock of {} could not be renewed, trying again: {}", layout, e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("the lock of {} could not be renewed, trying again", layout, e);
    }
  }

  /** One sign of life; none once the lock is lost or given back. */
  synchronized void beat() {
    if (ended || lost) {
      return;
    }
    LockListing listing = LockListing.look(store, layout);
    if (listing.isFree() || listing.highest() != generation()) {
      lost = true;
      LOG.warn("the lock of {} was taken over by another process", layout);
      return;
    }
    String next = LockListing.beatKey(layout, generation(), ++lastBeat);
    store.put(next, token());
    if (lastBeatKey != null) {
      store.delete(lastBeatKey);
    }
    lastBeatKey = next;
  }

  /** When the lock is given back, nothing of it stays: the name itself is gone. */
  public synchronized void removeOnClose() {
    removeAll = true;
  }

  /**
   * Gives the lock back if it is still ours. A failure to do so is logged: the next holder of this
   * process, or of this host once this process ended, takes over at once, one of another host after
   * two minutes.
   */
  @Override
  public void close() {
    if (beats != null) {
      beats.shutdown();
    }
    try {
      release();
    } catch (Failure e) {
      LOG.warn("the lock of {} could not be given back: {}", layout, e.getMessage());
    } finally {
      HeldLocks.remove(record);
    }
  }

  private synchronized void release() {
    if (ended) {
      return;
    }
    ended = true;
    if (!stillHeld()) {
      return;
    }
    if (removeAll) {
      remove();
      return;
    }
    store.put(LockListing.releasedKey(layout, generation()), token());
    if (lastBeatKey != null) {
      store.delete(lastBeatKey);
    }
  }

  /** Our own generation goes last, so that a death in between leaves a lock that can be judged. */
  private void remove() {
    LockListing listing = LockListing.look(store, layout);
    String own = LockListing.key(layout, generation());
    listing.leavings(generation()).forEach(store::delete);
    listing.keysOf(generation()).stream().filter(key -> !key.equals(own)).forEach(store::delete);
    store.delete(own);
  }

  /** What tells our marks from those of others. */
  byte[] token() {
    return record.token().getBytes(StandardCharsets.US_ASCII);
  }
}
