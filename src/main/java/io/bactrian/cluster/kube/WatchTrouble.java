package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list or watch that fails is tried again, but for a first one that can never be: no such kind,
 * not allowed. An API server that has just come up refuses for a moment what it allows in the next,
 * so only a refusal that is repeated for {@link #LASTING} is believed. Where that befalls a later
 * list (a definition or a right was taken away) the operator is not ready until it is back, and its
 * log says why, at most every ten minutes.
 */
final class WatchTrouble implements ExceptionHandler {
  static final Duration LASTING = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WatchTrouble.class);
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final String kind;
  private final LongSupplier nanoClock;
  private boolean refused;
  private long refusedSince;
  private boolean said;
  private long saidAt;

  WatchTrouble(String kind, LongSupplier nanoClock) {
    this.kind = kind;
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized boolean retryAfterException(boolean started, Throwable trouble) {
    int code = code(trouble);
    boolean lasting = lasts(code == 404 || code == 403 || code == 401);
    if (started && lasting) {
      say(code);
    }
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

  private void say(int code) {
    long now = nanoClock.getAsLong();
    if (said && now - saidAt < SILENCE.toNanos()) {
      return;
    }
    said = true;
    saidAt = now;
    LOG.warn(
        "the API server {} {} any more; nothing of that kind is handled until it does. HINT: {}",
        code == 404 ? "knows no" : "does not let this account list and watch",
        kind,
        code == 404
            ? "install the resource definitions: kubectl apply -k deploy"
            : "apply the roles of deploy/");
  }

  private static int code(Throwable trouble) {
    for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException e) {
        return e.getCode();
      }
    }
    return 0;
  }
}
