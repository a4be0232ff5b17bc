package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;

/** The failure of a key that does not open what it should. */
final class WrongKey {
  private static final String HINT = "give the key file that this backup was made with";

  private WrongKey() {}

  /** No cause is kept: what a crypto library says may quote what it was given. */
  static Failure of(String message) {
    return Failure.of(FailureClass.WRONG_KEY, message, HINT);
  }
}
