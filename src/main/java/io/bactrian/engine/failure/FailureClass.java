package io.bactrian.engine.failure;

/** What kind of failure it was: decides whether a retry may help and how the process ends. */
public enum FailureClass {
  /** May pass if tried again: unreachable, timeout, 5xx, reset, no space left. */
  TRANSIENT(1, true),
  /** Another process holds the name. */
  LOCKED(1, false),
  /** Wrong usage or spec; nothing was touched. */
  USAGE(2, false),
  /** The store refuses these credentials, or this action for them. */
  DENIED(4, false),
  /** The bucket, container or directory of the repository does not exist. */
  NO_SUCH_BUCKET(4, false),
  /** An object that must be there is not. */
  NOT_FOUND(4, false),
  /** An object that must not be there is, with other bytes. */
  CONFLICT(4, false),
  /** The key opens nothing here, or a key is missing. */
  WRONG_KEY(4, false),
  /** Stored bytes are not what was stored. */
  CORRUPT(4, false),
  /** Written by a newer version of the format. */
  FUTURE_VERSION(4, false),
  /**
   * A source file cannot be read, or a target cannot be written, and a retry will not change that.
   */
  UNREADABLE(4, false),
  /** Stopped by a signal; the same command carries on. */
  INTERRUPTED(130, false);

  private final int exitCode;
  private final boolean retryable;

  FailureClass(int exitCode, boolean retryable) {
    this.exitCode = exitCode;
    this.retryable = retryable;
  }

  /** The exit code of a process that ends with this failure. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether trying the same thing again may succeed. */
  public boolean retryable() {
    return retryable;
  }
}
