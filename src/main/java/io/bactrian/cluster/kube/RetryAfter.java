package io.bactrian.cluster.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Waits as long as a server that is overloaded asks for, before the client's own retry. fabric8
 * 7.4.0 reads Retry-After, and then waits for its own interval all the same.
 */
final class RetryAfter implements Interceptor {
  private static final long LONGEST_SECONDS = 60;

  @Override
  public CompletableFuture<Boolean> afterFailure(
      BasicBuilder request, HttpResponse<?> response, Interceptor.RequestTags tags) {
    return wait(response);
  }

  private static CompletableFuture<Boolean> wait(HttpResponse<?> response) {
    boolean isOverload = response.code() == 429 || response.code() == 503;
    long seconds = isOverload ? seconds(response.header("Retry-After")) : 0;
    return seconds == 0
        ? CompletableFuture.completedFuture(false)
        : CompletableFuture.supplyAsync(
            () -> false, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
  }

  private static long seconds(String header) {
    try {
      return header == null ? 0 : Math.max(0, Math.min(LONGEST_SECONDS, Long.parseLong(header)));
    } catch (NumberFormatException e) {
      return 0; // a date: API servers do not send any
    }
  }
}
