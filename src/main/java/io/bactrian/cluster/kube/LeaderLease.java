package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several candidates leads: whoever holds the Lease. Nobody's wall clock counts: a candidate
 * takes a Lease over that it has seen unchanged for the whole of its duration, and a leader gives
 * up by itself, even while a request of its hangs, when its last good renewal began {@code renew}
 * ago. As {@code renew} is shorter than {@code lease}, two never lead at once, as long as clocks
 * run about equally fast.
 *
 * <p>Not fabric8's LeaderElector: that one compares the holder's wall clock with its own, and looks
 * at the deadline only between requests.
 */
public final class LeaderLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

  /**
   * @param lease for how long others wait after the last renewal they saw
   * @param renew how long after its last renewal a leader may still act; shorter than {@code lease}
   * @param retry between two tries
   */
  public record Times(Duration lease, Duration renew, Duration retry) {
    public Times {
      if (renew.compareTo(lease) >= 0 || retry.compareTo(renew) >= 0) {
        throw new IllegalArgumentException("retry < renew < lease does not hold");
      }
    }
  }

  private enum State {
    WAITING,
    LEADING,
    OVER
  }

  private final LeaseHold hold;
  private final String name;
  private final String identity;
  private final Times times;
  private final Runnable onStart;
  private final Runnable onStop;
  private final ScheduledExecutorService loop = thread("leader-lease");
  private final ScheduledExecutorService watchdog = thread("leader-watchdog");

  private State state = State.WAITING;
  private ScheduledFuture<?> deadline;

  /** Held while somebody is told, so that nobody hears of the beginning after the end. */
  private final Object telling = new Object();

  private boolean isTroubled;

  /**
   * @param own of {@link KubeClients#openForLease}; the caller closes it
   * @param identity unique among processes that live; one that follows a dead process and has its
   *     identity leads at once
   * @param onStart called once, when this one leads; must return soon: {@code onStop} waits for it
   * @param onStop called at most once, when leadership is lost: nothing more may be sent, from at
   *     the latest {@code lease - renew} later. This one never leads again. Where the lead is lost
   *     at once it may be called without {@code onStart}
   */
  public LeaderLease(
      KubernetesClient own,
      String namespace,
      String name,
      String identity,
      Times times,
      Runnable onStart,
      Runnable onStop) {
    this.hold = new LeaseHold(new Api(own), namespace, name, identity, times.lease);
    this.name = name;
    this.identity = identity;
    this.times = times;
    this.onStart = onStart;
    this.onStop = onStop;
  }

  public void start() {
    loop.execute(this::turn);
  }

  public synchronized boolean isLeader() {
    return state == State.LEADING;
  }

  private synchronized boolean isOver() {
    return state == State.OVER;
  }

  private void turn() {
    if (isOver()) {
      return;
    }
    long began = System.nanoTime();
    boolean holds = false;
    try {
      holds = isLeader() ? hold.renew(this::lose) : hold.acquire();
      if (holds) {
        holds(began);
      }
      isTroubled = false;
    } catch (RuntimeException e) {
      if (!isTroubled && !isOver()) {
        LOG.warn("lease {} can be neither read nor written, will go on trying", name, e);
      }
      isTroubled = true;
    }
    if (!isOver()) {
      loop.schedule(this::turn, pause(holds), TimeUnit.MILLISECONDS);
    }
  }

  private long pause(boolean holds) {
    long retry = times.retry.toMillis();
    return holds ? Math.max(retry, times.renew.toMillis() / 3) : retry;
  }

  /** An answer so late that the lead would be over with it makes no leader: it is asked again. */
  private void holds(long began) {
    boolean isNew;
    synchronized (this) {
      long left = times.renew.toNanos() - (System.nanoTime() - began);
      isNew = state == State.WAITING;
      if (state == State.OVER || (isNew && left <= 0)) {
        return;
      }
      state = State.LEADING;
      if (deadline != null) {
        deadline.cancel(false);
      }
      deadline =
          watchdog.schedule(
              () -> lose("it could not be renewed for " + times.renew),
              Math.max(0, left),
              TimeUnit.NANOSECONDS);
    }
    if (isNew) {
      LOG.info("{} leads", identity);
      begin();
    }
  }

  private void begin() {
    synchronized (telling) {
      if (isLeader()) {
        onStart.run();
      }
    }
  }

  private void lose(String why) {
    synchronized (this) {
      if (state != State.LEADING) {
        return;
      }
      state = State.OVER;
    }
    synchronized (telling) {
      onStop.run();
    }
    LOG.error("{} no longer leads: lease {}: {}", identity, name, why);
  }

  /**
   * Gives the Lease back, so that another may lead at once: call it when nothing acts any more.
   * {@code onStop} is not called.
   */
  @Override
  public void close() {
    boolean led;
    synchronized (this) {
      led = state == State.LEADING;
      state = State.OVER;
    }
    watchdog.shutdownNow();
    loop.shutdown();
    try {
      boolean ended = loop.awaitTermination(times.renew.toMillis(), TimeUnit.MILLISECONDS);
      if (led && ended) {
        hold.giveBack();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KubernetesClientException e) {
      LOG.debug("lease {} was not given back", name, e);
    }
    loop.shutdownNow();
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
