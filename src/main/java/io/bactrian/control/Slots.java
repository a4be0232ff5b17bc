package io.bactrian.control;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;

/**
 * The instants of a time table: whole minutes whose local time the cron expression names. A local
 * time that a day does not have is skipped; one that a day has twice counts the first time only,
 * unless the expression names every hour. Costs the same however long ago the last slot was.
 *
 * <p>The cron library is asked within one offset at a time, and never sees a clock change: it
 * leaves out 02:30 where a gap ends at 02:30.
 */
final class Slots {
  private final ExecutionTime cron;
  private final ZoneRules rules;
  private final boolean everyHour;

  private Slots(ExecutionTime cron, ZoneRules rules, boolean everyHour) {
    this.cron = cron;
    this.rules = rules;
    this.everyHour = everyHour;
  }

  /**
   * @param expression and zone as {@link ScheduleCheck} lets them pass
   * @param timeZone null: UTC
   */
  static Slots of(String expression, String timeZone) {
    String hour = expression.strip().split("\\s+")[1];
    ZoneId zone = timeZone == null ? ZoneOffset.UTC : ZoneId.of(timeZone);
    return new Slots(Cron.of(expression).times(), zone.getRules(), hour.equals("*"));
  }

  /** The newest slot that is later than {@code after} and not later than {@code now}. */
  Optional<Instant> newest(Instant after, Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    while (end.isAfter(after)) {
      ZoneOffset offset = rules.getOffset(end.minusMillis(1));
      Instant begin = begin(end);
      Optional<Instant> slot = last(end, offset);
      if (slot.filter(time -> !time.isBefore(begin)).isPresent()) {
        return slot.filter(time -> time.isAfter(after));
      }
      end = begin;
    }
    return Optional.empty();
  }

  /** The first slot that is later. */
  Optional<Instant> next(Instant after) {
    Instant from = after;
    Instant begin = after;
    while (true) {
      Optional<Instant> slot = first(from, rules.getOffset(begin));
      ZoneOffsetTransition change = rules.nextTransition(begin);
      if (slot.isEmpty() || change == null || slot.get().isBefore(change.getInstant())) {
        return slot;
      }
      begin = change.getInstant();
      from = begin.minusMillis(1);
    }
  }

  /** When the offset began that holds right before {@code end}. */
  private Instant begin(Instant end) {
    ZoneOffsetTransition change = rules.previousTransition(end);
    return change == null ? Instant.MIN : change.getInstant();
  }

  /** As if the offset had held for ever. */
  private Optional<Instant> last(Instant before, ZoneOffset offset) {
    Optional<ZonedDateTime> slot = cron.lastExecution(before.atZone(offset));
    while (slot.filter(this::isSecondTime).isPresent()) {
      slot = cron.lastExecution(slot.get());
    }
    return slot.map(ZonedDateTime::toInstant);
  }

  private Optional<Instant> first(Instant after, ZoneOffset offset) {
    Optional<ZonedDateTime> slot = cron.nextExecution(after.atZone(offset));
    while (slot.filter(this::isSecondTime).isPresent()) {
      slot = cron.nextExecution(slot.get());
    }
    return slot.map(ZonedDateTime::toInstant);
  }

  private boolean isSecondTime(ZonedDateTime time) {
    List<ZoneOffset> offsets = rules.getValidOffsets(time.toLocalDateTime());
    return !everyHour && offsets.size() > 1 && time.getOffset().equals(offsets.get(1));
  }
}
