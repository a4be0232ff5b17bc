package io.bactrian.control;

import io.bactrian.api.FailureStatus;
import io.bactrian.api.RestoreStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.Conditions.Outlook;
import java.util.ArrayList;
import java.util.List;

/** The ends of a Restore: Complete or Failed, and then for ever. */
final class RestoreEnds {
  private RestoreEnds() {}

  /** The data is in its place; without a workload that is all. */
  static Step dataRestored(RestoreCase c, WorkerEnd end) {
    RestoreStatus status = c.edit();
    status.phase = Phase.RUNNING.text();
    status.failure = null;
    status.dataRestoredAt = c.stamp().toString();
    status.backupPath = exact(status.backupPath, end.runId);
    status.files = end.files;
    status.bytes = end.bytes;
    return c.owed().isEmpty() ? complete(c, status) : starting(c, status);
  }

  /** Which run the latest was, the worker alone knows. */
  private static String exact(String path, String runId) {
    if (path == null || runId == null || path.endsWith("/" + runId)) {
      return path;
    }
    String[] parts = path.split("/", 3);
    return parts.length < 2 ? path : parts[0] + "/" + parts[1] + "/" + runId;
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
    status.progress = null;
    c.end(status);
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
    status.progress = null;
    return c.failed(status, failure, before);
  }
}
