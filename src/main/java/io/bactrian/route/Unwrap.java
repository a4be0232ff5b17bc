package io.bactrian.route;

import io.bactrian.engine.failure.Failure;

/** Finds what really happened inside the wrappings of Camel. */
final class Unwrap {
  private Unwrap() {}

  /** The failure among the causes, else the exception itself, wrapped only if it is checked. */
  static RuntimeException failure(Exception thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Failure failure) {
        return failure;
      }
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(thrown.getMessage(), thrown);
  }
}
