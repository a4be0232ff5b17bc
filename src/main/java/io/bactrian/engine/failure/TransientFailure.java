package io.bactrian.engine.failure;

/** May pass if tried again; redelivery applies. */
public final class TransientFailure extends Failure {
  TransientFailure(FailureClass failureClass, String message, String hint, Throwable cause) {
    super(failureClass, message, hint, cause);
  }
}
