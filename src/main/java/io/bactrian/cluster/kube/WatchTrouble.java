package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A list that fails is tried again, but for a first one that can never be: no such kind, not
 * allowed. An API server that has just come up refuses for a moment what it allows in the next, so
 * only a refusal that is repeated for {@link #LASTING} is believed.
 */
final class WatchTrouble implements ExceptionHandler {
  static final Duration LASTING = Duration.ofSeconds(10);

  private final LongSupplier nanoClock;
  private boolean refused;
  private long refusedSince;

  WatchTrouble(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** To be asked of each failure, in their order. */
  @Override
  public synchronized boolean retryAfterException(boolean started, Throwable trouble) {
    boolean lasting = lasts(isRefusal(trouble));
    return started || !lasting;
  }

  private boolean lasts(boolean refusedNow) {
    long now = nanoClock.getAsLong();
    if (refusedNow && !refused) {
      refusedSince = now;
    }
    refused = refusedNow;
    return refused && now - refusedSince >= LASTING.toNanos();
  }

  private static boolean isRefusal(Throwable trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e) {
        return e.getCode() == 404 || e.getCode() == 403 || e.getCode() == 401;
      }
    }
    return false;
  }
}
