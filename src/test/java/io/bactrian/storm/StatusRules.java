package io.bactrian.storm;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What may follow what in a Backup's status: forward, but by a retry; records are added at the end,
 * one at a time, numbered from 1, and of those that stand only {@code realRetryAt} is still set.
 */
final class StatusRules {
  private static final List<String> ORDER =
      List.of("", "Scheduled", "Running", "RetryFailed", "Complete");

  private StatusRules() {}

  /** What is wrong; empty: nothing. */
  static List<String> broken(BackupStatus before, BackupStatus after) {
    List<String> wrong = new ArrayList<>();
    if (isBack(before, after)) {
      wrong.add("went back from " + shown(before) + " to " + shown(after));
    }
    if (attempt(before) == attempt(after) && !same(before, after)) {
      wrong.add("run-id of attempt " + attempt(after) + " changed");
    }
    records(records(before), records(after), wrong);
    return wrong;
  }

  private static boolean same(BackupStatus before, BackupStatus after) {
    return attempt(before) == 0 || Objects.equals(before.runId, after.runId);
  }

  private static boolean isBack(BackupStatus before, BackupStatus after) {
    if (isFinal(before)) {
      return !Objects.equals(before.phase, after.phase);
    }
    return attempt(before) > attempt(after)
        || (attempt(before) == attempt(after) && rank(before) > rank(after))
        || attempt(after) > attempt(before) + 1;
  }

  /** A new attempt may be seen to be scheduled, never to run, before it was decided upon. */
  private static int rank(BackupStatus status) {
    String phase = status.phase == null ? "" : status.phase;
    if (phase.equals("Restart")) {
      return 0;
    }
    return isFinal(status) ? ORDER.size() : ORDER.indexOf(phase);
  }

  static boolean isFinal(BackupStatus status) {
    return "Complete".equals(status.phase) || "Failed".equals(status.phase);
  }

  private static int attempt(BackupStatus status) {
    return status.attempt == null ? 0 : status.attempt;
  }

  static List<RetryRecord> records(BackupStatus status) {
    return status == null || status.backoffRetryStatus == null
        ? List.of()
        : status.backoffRetryStatus;
  }

  private static void records(
      List<RetryRecord> before, List<RetryRecord> after, List<String> wrong) {
    if (after.size() < before.size() || after.size() > before.size() + 1) {
      wrong.add("from " + before.size() + " records to " + after.size());
      return;
    }
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).retryNum != i + 1) {
        wrong.add("record " + (i + 1) + " is numbered " + after.get(i).retryNum);
      }
      if (i < before.size() && !kept(before.get(i), after.get(i))) {
        wrong.add("record " + (i + 1) + " was written anew");
      }
    }
  }

  private static boolean kept(RetryRecord before, RetryRecord after) {
    return before.detectFailedAt.equals(after.detectFailedAt)
        && before.expectedRetryAt.equals(after.expectedRetryAt)
        && Objects.equals(before.originalReason, after.originalReason)
        && (before.realRetryAt == null || before.realRetryAt.equals(after.realRetryAt));
  }

  private static String shown(BackupStatus status) {
    return status.phase + " of attempt " + attempt(status);
  }
}
