package io.bactrian.control;

import java.time.Duration;

/**
 * What the operator's properties say.
 *
 * @param progressInterval between two looks at a worker that runs
 * @param minClean before the second try of cleaning; doubles, at most {@code maxClean}
 * @param orphanAfter in a terminating namespace, so long after the first failed cleaning the
 *     finalizer goes
 * @param logRetryDisabled DISABLE_LOG_BACKUP_RETRY
 * @param operatorNamespace where clean Jobs run
 * @param machinePaths whether a spec without a claim means a path of this machine ({@code run
 *     DIR}); in a cluster a claim is required
 */
public record Rules(
    Duration progressInterval,
    Duration minClean,
    Duration maxClean,
    Duration orphanAfter,
    boolean logRetryDisabled,
    String operatorNamespace,
    boolean machinePaths) {

  /** In a cluster. */
  public Rules(
      Duration progressInterval,
      Duration minClean,
      Duration maxClean,
      Duration orphanAfter,
      boolean logRetryDisabled,
      String operatorNamespace) {
    this(
        progressInterval,
        minClean,
        maxClean,
        orphanAfter,
        logRetryDisabled,
        operatorNamespace,
        false);
  }

  /** The same, for where a path without a claim is one of this machine, or is not. */
  public Rules withMachinePaths(boolean allowed) {
    return new Rules(
        progressInterval,
        minClean,
        maxClean,
        orphanAfter,
        logRetryDisabled,
        operatorNamespace,
        allowed);
  }
}
