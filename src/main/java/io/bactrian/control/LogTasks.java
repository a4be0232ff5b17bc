package io.bactrian.control;

import io.bactrian.api.BackupStatus;
import io.bactrian.control.Conditions.Outlook;
import java.util.List;

/** What differs in mode log: the task goes on by itself, so its own word ends an incident. */
final class LogTasks {
  private LogTasks() {}

  /**
   * A Job at work: with its task at work too, the incident is over, and a later one counts anew.
   */
  static Step watch(BackupCase c) {
    if (c.records().isEmpty()) {
      return Watching.next(c);
    }
    return c.given(
        new Question.LogTask(c.namespace(), c.name(), c.uid()),
        fact ->
            fact.running() ? over(c, Keywords.RETRY_SUCCEEDED, fact.evidence()) : Watching.next(c));
  }

  /** The task is at work although its Job failed: nothing to try again; the incident is over. */
  static Step recovered(BackupCase c, String evidence) {
    return over(c, Keywords.RECOVERED_VIA_KERNEL_SYNC, evidence);
  }

  private static Step over(BackupCase c, String keyword, String evidence) {
    BackupStatus status = c.edit();
    status.phase = Phase.RUNNING.text();
    status.failure = null;
    status.backoffRetryStatus = null;
    c.conditions(status, Outlook.WORKING, keyword, evidence);
    Step rest = Step.Wait.until(c.now().plus(BackupCase.LOOK_AGAIN));
    return c.write(status, List.of(Notice.normal(keyword, evidence)), rest);
  }
}
