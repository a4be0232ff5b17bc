package io.bactrian.cluster.kube;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until kinds were listed once; says what is wrong where they cannot be. */
final class Starting {
  private final Duration timeout;
  private final long deadline;

  Starting(Duration timeout) {
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  void await(CompletableFuture<Void> listed, String what) {
    try {
      listed.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(FailureClass.INTERRUPTED, "interrupted while listing " + what, null, e);
    } catch (TimeoutException e) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "the API server did not list " + what + " within " + timeout.toSeconds() + " s",
          "see whether it runs and can be reached from here",
          e);
    } catch (ExecutionException e) {
      throw refusal(what, code(e), e);
    }
  }

  private static Failure refusal(String what, int code, Throwable cause) {
    return switch (code) {
      case 404 ->
          Failure.of(
              FailureClass.USAGE,
              "the API server knows no " + what,
              "install the resource definitions: kubectl apply -f deploy/crds",
              cause);
      case 401, 403 ->
          Failure.of(
              FailureClass.DENIED,
              "the API server does not let this account list and watch " + what,
              "apply the roles of deploy/, or run with an account that has them",
              cause);
      default -> Failure.of(FailureClass.TRANSIENT, "cannot list " + what, null, cause);
    };
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
