package io.bactrian.testing;

/** The process was killed: an Error, so that no code of ours mistakes it for a failure. */
public final class Stopped extends Error {
  public Stopped(long operation) {
    super("killed at operation " + operation);
  }
}
