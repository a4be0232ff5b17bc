package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The Backups of one schedule, and what they have come to. */
final class ScheduledBackups {
  /** A Backup whose cleaning takes longer holds nobody up any more. */
  static final Duration CLEANING = Duration.ofMinutes(10);

  private final String schedule;
  private final Map<String, Optional<Instant>> slots = new HashMap<>();
  private final List<Backup> all;

  ScheduledBackups(String schedule, List<Backup> backups) {
    this.schedule = schedule;
    this.all =
        backups.stream()
            .sorted(Comparator.comparing(this::order).thenComparing(this::name))
            .toList();
  }

  /** Their order: by slot; one that somebody labelled by hand, by its creation. */
  Instant order(Backup backup) {
    return slot(backup)
        .or(() -> Times.parse(backup.getMetadata().getCreationTimestamp()))
        .orElse(Instant.EPOCH);
  }

  /** Asked once a comparison, so a name is read once. */
  Optional<Instant> slot(Backup backup) {
    return slots.computeIfAbsent(name(backup), name -> SlotNames.slot(schedule, name));
  }

  private String name(Backup backup) {
    return backup.getMetadata().getName();
  }

  /** The newest slot, of those that pass, for which one was made. */
  Optional<Instant> newestSlot(Predicate<Instant> credible) {
    return all.stream()
        .flatMap(backup -> slot(backup).stream())
        .filter(credible)
        .max(Instant::compareTo);
  }

  boolean isMade(String name) {
    return all.stream().anyMatch(backup -> name(backup).equals(name));
  }

  /** The newest that is complete and is to stay. */
  Optional<Backup> newestGood() {
    return newest(backup -> isGood(backup) && !isGoing(backup));
  }

  private Optional<Backup> newest(Predicate<Backup> wanted) {
    return all.stream().filter(wanted).reduce((one, later) -> later);
  }

  /** What keeps another from being started, or from being cleaned, now. */
  Optional<Backup> busy(Instant now) {
    return all.stream()
        .filter(backup -> isRunning(backup) || isBeingCleaned(backup, now))
        .findFirst();
  }

  /** Oldest first: those that have ended and are to stay. */
  Stream<Backup> ended() {
    return all.stream().filter(backup -> !isGoing(backup) && !isUnended(backup));
  }

  /** When the last one to end did so. */
  Optional<Instant> lastEnd() {
    return all.stream()
        .filter(backup -> !isUnended(backup))
        .flatMap(backup -> Times.parse(status(backup).timeCompleted).stream())
        .max(Comparator.naturalOrder());
  }

  /** When one was last seen to be deleted. */
  Optional<Instant> lastDeletion() {
    return all.stream()
        .flatMap(backup -> Times.parse(backup.getMetadata().getDeletionTimestamp()).stream())
        .max(Comparator.naturalOrder());
  }

  static boolean isGood(Backup backup) {
    return Phase.COMPLETE.is(status(backup).phase);
  }

  private static boolean isRunning(Backup backup) {
    return !isGoing(backup) && isUnended(backup);
  }

  /** A new one without any status counts as well. */
  private static boolean isUnended(Backup backup) {
    String phase = status(backup).phase;
    return Stream.of(Phase.COMPLETE, Phase.FAILED, Phase.INVALID, Phase.STOPPED)
        .noneMatch(last -> last.is(phase));
  }

  private static boolean isGoing(Backup backup) {
    return backup.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean isBeingCleaned(Backup backup, Instant now) {
    return isGoing(backup)
        && !Phase.CLEAN_FAILED.is(status(backup).phase)
        && Times.parse(backup.getMetadata().getDeletionTimestamp())
            .filter(since -> now.isBefore(since.plus(CLEANING)))
            .isPresent();
  }

  /** When its data was whole; never null for one that has ended. */
  static Instant finished(Backup backup) {
    BackupStatus status = status(backup);
    return Times.parse(status.commitTime)
        .or(() -> Times.parse(status.timeCompleted))
        .or(() -> Times.parse(backup.getMetadata().getCreationTimestamp()))
        .orElse(Instant.EPOCH);
  }

  static BackupStatus status(Backup backup) {
    return backup.getStatus() == null ? new BackupStatus() : backup.getStatus();
  }
}
