package io.bactrian.store;

import java.util.function.Supplier;

/** One small operation on its way through the route store-call: what to do, and how it went. */
public final class StoreCall {
  private final String what;
  private final Supplier<?> operation;
  private int attempts;
  private Object result;
  private RuntimeException failure;

  StoreCall(String what, Supplier<?> operation) {
    this.what = what;
    this.operation = operation;
  }

  /** One attempt; throws what the operation throws. */
  void attempt() {
    attempts++;
    try {
      result = operation.get();
      failure = null;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** For people: {@code list 'default/db/'}. */
  String what() {
    return what;
  }

  int attempts() {
    return attempts;
  }

  /** Of the last attempt, or null. */
  RuntimeException failure() {
    return failure;
  }

  Object result() {
    return result;
  }
}
