package io.bactrian.cluster;

/** Somebody else wrote first: read again, decide again. */
public final class Conflict extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Conflict(String message, Throwable cause) {
    super(message, cause);
  }
}
