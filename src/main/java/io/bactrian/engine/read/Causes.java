package io.bactrian.engine.read;

import io.bactrian.engine.failure.Failure;
import java.util.List;

/** Every cause of a failed split, as one failure. */
final class Causes {
  private Causes() {}

  /**
   * Throws if there are causes: the first permanent one, else the first; its message counts the
   * others, which are suppressed in it.
   */
  static void requireNone(List<? extends Throwable> causes) {
    if (causes.isEmpty()) {
      return;
    }
    Throwable chosen = causes.get(0);
    for (Throwable cause : causes) {
      if (isPermanent(cause)) {
        chosen = cause;
        break;
      }
    }
    RuntimeException thrown = asFailure(chosen, causes.size() - 1);
    for (Throwable cause : causes) {
      if (cause != chosen) {
        thrown.addSuppressed(cause);
      }
    }
    throw thrown;
  }

  private static boolean isPermanent(Throwable cause) {
    return cause instanceof Failure failure && !failure.failureClass().retryable();
  }

  private static RuntimeException asFailure(Throwable chosen, int others) {
    if (chosen instanceof Failure failure) {
      String more = others == 0 ? "" : " (and " + others + " more)";
      return Failure.of(
          failure.failureClass(),
          failure.getMessage() + more,
          failure.hint().orElse(null),
          failure);
    }
    return new IllegalStateException(chosen);
  }
}
