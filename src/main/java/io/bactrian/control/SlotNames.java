package io.bactrian.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** Names of Backups made for a slot: {@code <schedule>-2006-01-02t15-04-05}, in UTC. */
final class SlotNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd't'HH-mm-ss")
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private SlotNames() {}

  static String name(String schedule, Instant slot) {
    return schedule + "-" + TIME.format(slot);
  }

  /** The slot that a name stands for, if it is one of this schedule's. */
  static Optional<Instant> slot(String schedule, String name) {
    if (!name.startsWith(schedule + "-")) {
      return Optional.empty();
    }
    try {
      String time = name.substring(schedule.length() + 1);
      return Optional.of(LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
