package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether a kind that cannot be listed never will be: because it does not exist, or is not allowed.
 * An API server that has just come up refuses for a moment what it allows in the next, so only a
 * refusal that is repeated for {@link #LASTING} is for good. Thread-safe.
 */
final class Refusals {
  static final Duration LASTING = Duration.ofSeconds(10);

  private final LongSupplier nanoClock;
  private boolean refused;
  private long since;

  Refusals(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** To be asked of each failure, in their order. */
  synchronized boolean isFinal(Throwable trouble) {
    if (!isRefusal(trouble)) {
      refused = false;
      return false;
    }
    long now = nanoClock.getAsLong();
    if (!refused) {
      refused = true;
      since = now;
    }
    return now - since >= LASTING.toNanos();
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
