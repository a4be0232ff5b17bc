package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.ScheduleSpec;
import io.bactrian.control.Retention.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which Backups of a schedule are to go, with the data they stored. Counts complete ones; one that
 * runs is neither counted nor deleted; the newest complete one stays whatever the spec says. A
 * failed one goes with the complete ones around it, and at the latest when {@value #FAILED_KEPT}
 * newer ones have failed, since nothing can be restored from it.
 *
 * <p>{@code retention} needs both of its conditions, a missing one counts as met. {@code
 * maxReservedTime} alone decides where it is given, else {@code maxBackups}; 0 is no cap.
 */
final class BackupGc {
  static final int FAILED_KEPT = 10;

  private final ScheduledBackups backups;
  private final Optional<Retention> retention;

  BackupGc(ScheduleSpec spec, ScheduledBackups backups) {
    this.backups = backups;
    this.retention = retention(spec);
  }

  private static Optional<Retention> retention(ScheduleSpec spec) {
    if (spec.retention != null) {
      return Optional.of(
          new Retention(spec.retention.keepCount, duration(spec.retention.remoteRetention)));
    }
    Duration age = duration(spec.maxReservedTime);
    if (age != null && !age.isZero()) {
      return Optional.of(new Retention(null, age));
    }
    return spec.maxBackups != null && spec.maxBackups > 0
        ? Optional.of(new Retention(spec.maxBackups, null))
        : Optional.empty();
  }

  private static Duration duration(String text) {
    return text == null ? null : Checklist.parse(text).orElse(null);
  }

  /** Oldest first. */
  List<Backup> plan(Instant now) {
    List<Backup> going = new ArrayList<>(byRetention(now));
    failedTooMany().filter(failed -> !going.contains(failed)).forEach(going::add);
    return going;
  }

  private List<Backup> byRetention(Instant now) {
    List<Candidate<Backup>> candidates = backups.ended().map(this::candidate).toList();
    return retention.map(rule -> rule.plan(candidates, now)).orElse(List.of());
  }

  private Candidate<Backup> candidate(Backup backup) {
    return new Candidate<>(
        backup,
        backups.order(backup).toEpochMilli(),
        ScheduledBackups.finished(backup),
        ScheduledBackups.isGood(backup));
  }

  private Stream<Backup> failedTooMany() {
    List<Backup> failed =
        backups.ended().filter(backup -> !ScheduledBackups.isGood(backup)).toList();
    return failed.stream().limit(Math.max(0, failed.size() - FAILED_KEPT));
  }

  /** When the next one becomes too old, if age has a say. */
  Optional<Instant> nextByAge(Instant now) {
    Duration age = retention.map(Retention::remoteRetention).orElse(null);
    if (age == null) {
      return Optional.empty();
    }
    return backups
        .ended()
        .map(backup -> ScheduledBackups.finished(backup).plus(age).plusMillis(1))
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo);
  }
}
