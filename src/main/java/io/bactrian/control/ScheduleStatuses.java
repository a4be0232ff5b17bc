package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.ScheduleStatus;
import io.bactrian.control.Conditions.Outlook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a schedule's status says; changes only when there is something new to say. */
final class ScheduleStatuses {
  private ScheduleStatuses() {}

  static Optional<Step> invalid(ScheduleCase c, List<Problem> problems) {
    ScheduleStatus status = Statuses.copy(c.status());
    status.phase = Phase.INVALID.text();
    status.failure = Problems.failure(problems);
    status.nextBackupTime = null;
    conditions(c, status, Outlook.STALLED, Keywords.INVALID_SPEC, status.failure.message);
    return c.write(status, List.of(Notice.warning(Keywords.INVALID_SPEC, status.failure.message)));
  }

  /**
   * @param last the last slot that was taken
   * @param due the slot that is to be taken now
   */
  static Optional<Step> current(
      ScheduleCase c, ScheduledBackups backups, Instant last, Optional<Instant> due) {
    ScheduleStatus status = Statuses.copy(c.status());
    List<Notice> notices = new ArrayList<>();
    status.failure = null;
    taken(c, status, backups, last, notices);
    backups.newestGood().ifPresent(good -> successful(status, good));
    Instant from = last.isAfter(c.now()) ? last : c.now();
    status.nextBackupTime =
        c.paused() ? null : c.slots().next(from).map(Instant::toString).orElse(null);
    status.allBackupCleanTime =
        Stream.of(Times.parse(status.allBackupCleanTime), backups.lastDeletion())
            .flatMap(Optional::stream)
            .max(Instant::compareTo)
            .map(Instant::toString)
            .orElse(null);
    outlook(c, status, backups, due);
    return c.write(status, notices);
  }

  private static void taken(
      ScheduleCase c,
      ScheduleStatus status,
      ScheduledBackups backups,
      Instant last,
      List<Notice> notices) {
    if (c.clockRanAhead()) {
      notices.add(
          Notice.warning(
              Keywords.CLOCK_WENT_BACK,
              "the last slot, " + status.lastBackupTime + ", lies far ahead; counting from now"));
      status.lastBackupTime = last.toString();
    }
    String name = SlotNames.name(c.name(), last);
    if (backups.isMade(name) && !last.toString().equals(status.lastBackupTime)) {
      status.lastBackup = name;
      status.lastBackupTime = last.toString();
      notices.add(Notice.normal(Keywords.BACKUP_CREATED, name));
    }
  }

  private static void successful(ScheduleStatus status, Backup good) {
    status.lastSuccessfulBackup = good.getMetadata().getName();
    status.lastSuccessfulTime = ScheduledBackups.finished(good).toString();
    status.lastSuccessfulSize = ScheduledBackups.status(good).backupSize;
  }

  private static void outlook(
      ScheduleCase c, ScheduleStatus status, ScheduledBackups backups, Optional<Instant> due) {
    Optional<Backup> busy = backups.busy(c.now());
    if (c.paused()) {
      status.phase = Phase.PAUSED.text();
      conditions(c, status, Outlook.READY, Keywords.PAUSED, "spec.pause is set");
      return;
    }
    status.phase = Phase.SCHEDULED.text();
    if (due.isPresent() && busy.isPresent()) {
      conditions(
          c,
          status,
          Outlook.READY,
          Keywords.PREVIOUS_UNFINISHED,
          "the next backup waits for " + busy.get().getMetadata().getName() + " to end");
    } else {
      String zone = c.spec().timeZone == null ? "UTC" : c.spec().timeZone;
      conditions(
          c, status, Outlook.READY, Keywords.SCHEDULED, "at '" + c.spec().cron + "' " + zone);
    }
  }

  private static void conditions(
      ScheduleCase c, ScheduleStatus status, Outlook outlook, String reason, String message) {
    Long generation = c.schedule().getMetadata().getGeneration();
    status.observedGeneration = generation;
    status.conditions =
        Conditions.of(
            status.conditions, outlook, reason, Texts.cut(message, 1024), generation, c.now());
  }

  /** A Backup that is not ours has the name of the slot: nothing is made for it. */
  static Step nameTaken(ScheduleCase c, Instant slot, String name) {
    ScheduleStatus status = Statuses.copy(c.status());
    status.lastBackupTime = slot.toString();
    return new Step.WriteStatus(
        status,
        List.of(
            Notice.warning(
                Keywords.BACKUP_NAME_TAKEN,
                "there is a Backup " + name + " that is not of this schedule; slot skipped")));
  }
}
