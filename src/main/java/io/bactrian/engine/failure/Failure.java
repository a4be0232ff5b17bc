package io.bactrian.engine.failure;

import java.util.Optional;

/**
 * A failure with a class, a sentence that names the value, and a hint that says what to do. Never
 * holds a secret. Thrown as {@link TransientFailure} or {@link PermanentFailure}, so that routes
 * can tell them apart by type.
 */
public abstract sealed class Failure extends RuntimeException
    permits TransientFailure, PermanentFailure {
  private final FailureClass failureClass;
  private final String hint;

  Failure(FailureClass failureClass, String message, String hint, Throwable cause) {
    super(message, cause);
    this.failureClass = failureClass;
    this.hint = hint;
  }

  public final FailureClass failureClass() {
    return failureClass;
  }

  /** What to do about it, if there is something to do. */
  public final Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** The failure of the class's own kind: transient or permanent. */
  public static Failure of(
      FailureClass failureClass, String message, String hint, Throwable cause) {
    return failureClass.retryable()
        ? new TransientFailure(failureClass, message, hint, cause)
        : new PermanentFailure(failureClass, message, hint, cause);
  }

  public static Failure of(FailureClass failureClass, String message, String hint) {
    return of(failureClass, message, hint, null);
  }

  /** Wrong usage or spec: exit 2, nothing touched. */
  public static Failure usage(String message, String hint) {
    return of(FailureClass.USAGE, message, hint);
  }

  /** Stored bytes are wrong: exit 4. */
  public static Failure corrupt(String message) {
    return of(
        FailureClass.CORRUPT,
        message,
        "run 'bactrian verify --read-data' to see everything that is damaged");
  }
}
