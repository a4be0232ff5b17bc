package io.bactrian.engine.failure;

/** Will not pass however often it is tried; never redelivered. */
public final class PermanentFailure extends Failure {
  PermanentFailure(FailureClass failureClass, String message, String hint, Throwable cause) {
    super(failureClass, message, hint, cause);
  }
}
