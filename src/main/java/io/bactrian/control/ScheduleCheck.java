package io.bactrian.control;

import io.bactrian.api.BackupSchedule;
import io.bactrian.api.RetentionSpec;
import io.bactrian.api.ScheduleSpec;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** What is wrong with a BackupSchedule, as far as it alone tells. */
public final class ScheduleCheck {
  static final int LONGEST_NAME = 36;

  /** {@code <schedule>-2006-01-02t15-04-05}. */
  static final int LONGEST_BACKUP_NAME = LONGEST_NAME + 20;

  private static final String CRON_HINT =
      "five fields: minute hour day-of-month month day-of-week, as in '0 2 * * *';"
          + " the zone belongs into timeZone";

  private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

  private ScheduleCheck() {}

  /** Empty: nothing is wrong. See {@link BackupCheck#problems(io.bactrian.api.Backup, boolean)}. */
  public static List<Problem> problems(BackupSchedule schedule, boolean machinePaths) {
    Checklist list = new Checklist();
    list.dnsName("metadata.name", schedule.getMetadata().getName(), LONGEST_NAME);
    ScheduleSpec spec = schedule.getSpec();
    if (spec == null) {
      list.missing("spec", "say when and what: cron and backupTemplate");
      return list.problems();
    }
    times(list, spec);
    keeping(list, spec);
    BackupCheck.spec(
        list,
        "spec.backupTemplate",
        spec.backupTemplate,
        schedule.getMetadata().getNamespace(),
        machinePaths);
    return list.problems();
  }

  private static void times(Checklist list, ScheduleSpec spec) {
    if (list.require("spec.cron", spec.cron, CRON_HINT)) {
      Cron.of(spec.cron)
          .problem()
          .ifPresent(why -> list.bad("spec.cron", spec.cron, why, CRON_HINT));
    }
    if (spec.timeZone != null && !ZONES.contains(spec.timeZone)) {
      list.bad("spec.timeZone", spec.timeZone, "is not a known time zone", zoneHint(spec.timeZone));
    }
  }

  private static String zoneHint(String zone) {
    return ZONES.stream()
        .filter(zone::equalsIgnoreCase)
        .findFirst()
        .map(right -> "write it as " + right)
        .orElse("use an IANA name such as Europe/Berlin; leave it out for UTC");
  }

  private static void keeping(Checklist list, ScheduleSpec spec) {
    list.notNegative("spec.maxBackups", spec.maxBackups);
    list.duration("spec.maxReservedTime", spec.maxReservedTime);
    RetentionSpec retention = spec.retention;
    if (retention == null) {
      return;
    }
    list.duration("spec.retention.remoteRetention", retention.remoteRetention);
    list.notNegative("spec.retention.keepCount", retention.keepCount);
    if (retention.remoteRetention == null && retention.keepCount == null) {
      list.badUnseen("spec.retention", "is empty", "set keepCount, remoteRetention, or both");
    }
    if (spec.maxBackups != null || spec.maxReservedTime != null) {
      list.badUnseen(
          "spec.retention",
          "is mixed with maxBackups or maxReservedTime",
          "use either retention or maxBackups and maxReservedTime");
    }
  }
}
