package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list or watch that fails is tried again, but for a first one that can never be: no such kind,
 * not allowed. Where that befalls a later one (a definition or a right was taken away) the operator
 * is not ready until it is back, and its log says why, at most every ten minutes.
 */
final class WatchTrouble implements ExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(WatchTrouble.class);
  private static final Duration SILENCE = Duration.ofMinutes(10);

  private final String kind;
  private final InstantSource clock;
  private Instant silentUntil = Instant.MIN;

  WatchTrouble(String kind, InstantSource clock) {
    this.kind = kind;
    this.clock = clock;
  }

  @Override
  public boolean retryAfterException(boolean started, Throwable trouble) {
    int code = code(trouble);
    boolean refused = code == 404 || code == 403 || code == 401;
    if (started && refused) {
      say(code);
    }
    return started || !refused;
  }

  private synchronized void say(int code) {
    if (clock.instant().isBefore(silentUntil)) {
      return;
    }
    silentUntil = clock.instant().plus(SILENCE);
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
