package io.bactrian.control;

import io.bactrian.api.Condition;
import io.bactrian.api.FailureStatus;
import io.bactrian.api.RestoreStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.Conditions.Outlook;
import io.bactrian.engine.work.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ends of a Restore: Complete, Failed, Invalid; and what it waits for before it begins. */
final class RestoreEnds {
  private RestoreEnds() {}

  /** Final until the spec changes: nothing is looked at again by itself. */
  static Step invalid(RestoreCase c, List<Problem> problems) {
    RestoreStatus status = c.edit();
    status.phase = Phase.INVALID.text();
    status.failure = Problems.failure(problems);
    c.conditions(status, Outlook.STALLED, Problems.REASON, status.failure.message);
    return c.write(
        status,
        List.of(Notice.warning(Problems.REASON, status.failure.message)),
        Step.Wait.forChange());
  }

  /** Something that the spec names is not there; it may come. */
  static Step missing(RestoreCase c, String reason, String message) {
    RestoreStatus status = c.edit();
    status.phase = Phase.SCHEDULED.text();
    status.failure = null;
    c.conditions(status, Outlook.WORKING, reason, message);
    return c.write(
        status,
        List.of(Notice.warning(reason, message)),
        Step.Wait.until(c.now().plus(RestoreCase.LOOK_AGAIN)));
  }

  /** The data is in its place; without a workload that is all. */
  static Step dataRestored(RestoreCase c, WorkerEnd end) {
    RestoreStatus status = c.edit();
    status.phase = Phase.RUNNING.text();
    status.failure = null;
    status.dataRestoredAt = c.stamp().toString();
    status.files = end.files;
    status.bytes = end.bytes;
    return c.owed().isEmpty() ? complete(c, status) : starting(c, status);
  }

  private static Step starting(RestoreCase c, RestoreStatus status) {
    c.conditions(
        status,
        Outlook.WORKING,
        Keywords.STARTING_WORKLOAD,
        "data restored; starting the workload");
    return new Step.WriteStatus(status, List.of());
  }

  static Step complete(RestoreCase c) {
    return complete(c, c.edit());
  }

  private static Step complete(RestoreCase c, RestoreStatus status) {
    status.phase = Phase.COMPLETE.text();
    status.failure = null;
    end(c, status);
    String message = "restored " + status.backupPath + " in " + status.duration;
    c.conditions(status, Outlook.DONE, Keywords.RESTORE_COMPLETE, message);
    List<Notice> notices = new ArrayList<>();
    long retries = c.records().stream().filter(record -> record.realRetryAt != null).count();
    if (retries > 0) {
      notices.add(Notice.normal(Keywords.RETRY_SUCCEEDED, "after " + retries + " retries"));
    }
    notices.add(Notice.normal(Keywords.RESTORE_COMPLETE, message));
    return new Step.WriteStatus(status, notices);
  }

  /**
   * For good. A workload that stands still is put back afterwards.
   *
   * @param before notices told first
   */
  static Step failed(RestoreCase c, FailureStatus failure, List<Notice> before) {
    RestoreStatus status = c.edit();
    status.phase = Phase.FAILED.text();
    status.failure = failure;
    end(c, status);
    c.conditions(status, Outlook.STALLED, failure.reason, failure.message);
    List<Notice> notices = new ArrayList<>(before);
    notices.add(Notice.warning(Keywords.RESTORE_FAILED, failure.reason + ": " + failure.message));
    return new Step.WriteStatus(status, notices);
  }

  private static void end(RestoreCase c, RestoreStatus status) {
    Instant stamp = c.stamp();
    status.timeCompleted = stamp.toString();
    Instant started = Times.parse(status.timeStarted).orElse(stamp);
    status.duration = Durations.text(Duration.between(started, stamp));
    status.progress = null;
  }

  /** Final; only says that it has seen a changed spec. */
  static Step stay(RestoreCase c) {
    RestoreStatus status = c.edit();
    if (status.conditions != null) {
      for (Condition condition : status.conditions) {
        condition.observedGeneration = status.observedGeneration;
      }
    }
    return c.write(status, List.of(), Step.Wait.forChange());
  }
}
