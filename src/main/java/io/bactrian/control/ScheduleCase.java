package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Names;
import io.bactrian.api.ScheduleSpec;
import io.bactrian.api.ScheduleStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One look at one BackupSchedule whose spec is fine. */
record ScheduleCase(BackupSchedule schedule, Facts facts, Instant now) {
  /** A slot further ahead than this was written by a clock that was wrong. */
  private static final Duration TRUSTED_AHEAD = Duration.ofDays(7);

  String namespace() {
    return schedule.getMetadata().getNamespace();
  }

  String name() {
    return schedule.getMetadata().getName();
  }

  ScheduleSpec spec() {
    return schedule.getSpec();
  }

  /** As it stands; never null; not to be changed. */
  ScheduleStatus status() {
    return schedule.getStatus() == null ? new ScheduleStatus() : schedule.getStatus();
  }

  boolean paused() {
    return Boolean.TRUE.equals(spec().pause);
  }

  Slots slots() {
    return Slots.of(spec().cron, spec().timeZone);
  }

  /**
   * The last slot that was taken; before the first, when the schedule was made. The status
   * remembers, and the Backups themselves, should the status not have been written.
   */
  Instant last(ScheduledBackups backups) {
    Optional<Instant> remembered = Times.parse(status().lastBackupTime);
    Instant start = Times.parse(schedule.getMetadata().getCreationTimestamp()).orElse(now);
    Instant newest = clockRanAhead() ? now : remembered.orElse(start);
    return backups.newestSlot(this::isCredible).filter(slot -> slot.isAfter(newest)).orElse(newest);
  }

  /** Whether the last slot was taken by a clock that was far ahead of what it is now. */
  boolean clockRanAhead() {
    return Times.parse(status().lastBackupTime).filter(slot -> !isCredible(slot)).isPresent();
  }

  private boolean isCredible(Instant slot) {
    return slot.isBefore(now.plus(TRUSTED_AHEAD));
  }

  Backup backup(Instant slot) {
    Backup backup = new Backup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace())
            .withName(SlotNames.name(name(), slot))
            .addToLabels(Names.SCHEDULE, name())
            .build());
    backup.setSpec(Statuses.copy(spec().backupTemplate));
    return backup;
  }

  /** What follows from the status being so: written where it is new, else empty. */
  Optional<Step> write(ScheduleStatus status, List<Notice> notices) {
    return Statuses.same(status, status())
        ? Optional.empty()
        : Optional.of(new Step.WriteStatus(status, notices));
  }
}
