package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.work.AttemptRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts every attempt, and keeps those of objects that needed more than one. Safe for many
 * threads.
 */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int MOST = 1_000;

  private final int attemptsAllowed;
  private final List<AttemptRecord> records = new ArrayList<>();
  private long bundles;
  private long bundleAttempts;

  /**
   * @param attemptsAllowed of one object, for the log: redeliveries + 1
   */
  Ledger(int attemptsAllowed) {
    this.attemptsAllowed = attemptsAllowed;
  }

  synchronized void begin(Parcel parcel) {
    parcel.beginAttempt();
    if (parcel instanceof Bundle) {
      bundleAttempts++;
      bundles += parcel.attempts() == 1 ? 1 : 0;
    }
  }

  void stored(Parcel parcel) {
    if (parcel.attempts() > 1) {
      LOG.info(
          "{} attempt {}/{} stored after {} ms",
          parcel.label(),
          parcel.attempts(),
          attemptsAllowed,
          parcel.attemptMillis());
      keep(parcel, "stored", null, null, 0);
    }
  }

  void failed(Parcel parcel, Throwable cause) {
    String failureClass =
        cause instanceof Failure failure
            ? failure.failureClass().name()
            : FailureClass.TRANSIENT.name();
    LOG.warn(
        "{} attempt {}/{} failed after {} ms: {}",
        parcel.label(),
        parcel.attempts(),
        attemptsAllowed,
        parcel.attemptMillis(),
        reason(cause));
    long wasted = parcel.sealed() == null ? 0 : parcel.sealed().length();
    keep(parcel, "failed", failureClass, reason(cause), wasted);
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private synchronized void keep(
      Parcel parcel, String outcome, String failureClass, String reason, long wasted) {
    if (records.size() < MOST) {
      records.add(
          new AttemptRecord(
              parcel.label(),
              parcel.attempts(),
              Instant.ofEpochMilli(parcel.attemptStartedMillis()).toString(),
              parcel.attemptMillis(),
              outcome,
              failureClass,
              reason,
              wasted));
    }
  }

  /** Bundles that were tried at all. */
  synchronized long bundles() {
    return bundles;
  }

  /** Attempts of bundles so far. */
  synchronized long bundleAttempts() {
    return bundleAttempts;
  }

  synchronized List<AttemptRecord> records() {
    return List.copyOf(records);
  }
}
