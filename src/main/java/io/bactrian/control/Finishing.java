package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.FailureStatus;
import io.bactrian.api.ProgressStatus;
import io.bactrian.control.Conditions.Outlook;
import java.util.ArrayList;
import java.util.List;

/** The ends of a Backup: Complete or Failed, and then for ever. */
final class Finishing {
  private Finishing() {}

  /**
   * @param notices told before the usual ones
   */
  static Step complete(BackupCase c, Success success, List<Notice> notices) {
    BackupStatus status = c.edit();
    status.phase = Phase.COMPLETE.text();
    status.failure = null;
    c.end(status);
    status.backupSize = success.bytes();
    status.backupSizeReadable = success.bytes() == null ? null : Texts.size(success.bytes());
    status.bytesNew = success.bytesNew();
    status.bytesReused = success.bytesReused();
    status.files = success.files();
    status.changedFiles = success.changedFiles();
    status.debtBytes = success.debtBytes();
    status.commitTime = success.finishedAt() == null ? status.timeCompleted : success.finishedAt();
    full(status);
    String size = status.backupSizeReadable == null ? "" : status.backupSizeReadable + " ";
    String message = "run " + status.runId + ": " + size + "in " + status.duration;
    c.conditions(status, Outlook.DONE, Keywords.BACKUP_COMPLETE, message);
    return new Step.WriteStatus(status, told(c, success, notices, message));
  }

  private static List<Notice> told(
      BackupCase c, Success success, List<Notice> before, String message) {
    List<Notice> notices = new ArrayList<>(before);
    long retries = c.records().stream().filter(record -> record.realRetryAt != null).count();
    if (retries > 0) {
      notices.add(
          Notice.normal(Keywords.RETRY_SUCCEEDED, "after " + retries + " retries: " + message));
    }
    if (success.changed()) {
      String count = success.changedFiles() == null ? "some" : success.changedFiles().toString();
      notices.add(
          Notice.warning(
              Keywords.FILES_CHANGED,
              count
                  + " files changed or vanished while they were read; stop their writer, or set"
                  + " settings.consistency.enabled to have such backups fail"));
    }
    notices.add(Notice.normal(Keywords.BACKUP_COMPLETE, message));
    return notices;
  }

  /**
   * Committed, though the worker never said so.
   *
   * @param before how the worker seemed to have ended
   * @param evidence that it had committed
   */
  static Step recovered(BackupCase c, RunFact.Run run, String before, String evidence) {
    String message = Texts.cut(evidence + "; no new Job, although: " + before, 1024);
    return complete(
        c, Success.of(run), List.of(Notice.normal(Keywords.RECOVERED_VIA_STATE_SYNC, message)));
  }

  /** For good, by the worker's own word: no retry is spent. */
  static Step failed(BackupCase c, WorkerFailure failure) {
    return c.failed(c.edit(), failure.status(), List.of());
  }

  /** Might pass if tried again, but is not. */
  static Step gaveUp(BackupCase c, WorkerFailure failure, String keyword, String why) {
    FailureStatus status = failure.status();
    status.reason = keyword;
    status.message =
        Texts.cut(why + "; last: " + failure.reason() + ": " + failure.message(), 1024);
    List<Notice> notices = new ArrayList<>();
    if (!c.records().isEmpty()) {
      notices.add(Notice.warning(Keywords.RETRY_EXHAUSTED, keyword + ": " + status.message));
    }
    if (c.mode() == Mode.LOG) {
      notices.add(Notice.warning(Keywords.LOG_BACKUP_JOB_FAILED, failure.evidence()));
    }
    return c.failed(c.edit(), status, notices);
  }

  private static void full(BackupStatus status) {
    ProgressStatus progress = status.progress == null ? new ProgressStatus() : status.progress;
    progress.bundlesDone = progress.bundlesTotal;
    progress.bytesDone = progress.bytesTotal;
    progress.percent = "100%";
    progress.eta = null;
    progress.bytesPerSecond = null;
    progress.updatedAt = status.timeCompleted;
    status.progress = progress;
  }
}
