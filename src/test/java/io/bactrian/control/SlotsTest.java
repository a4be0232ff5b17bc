package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlotsTest {
  private static Instant at(String time) {
    return Instant.parse(time);
  }

  @ParameterizedTest(name = "{0} {1} after {2}: {3}")
  @CsvSource({
    // Berlin has no 02:30 on 2026-03-29, and two on 2026-10-25.
    "30 2 * * *, Europe/Berlin, 2026-03-28T01:30:00Z, 2026-03-30T00:30:00Z",
    "30 2 * * *, Europe/Berlin, 2026-10-24T00:30:00Z, 2026-10-25T00:30:00Z",
    "30 2 * * *, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
    "30 2 * * *, Europe/Berlin, 2026-10-25T01:10:00Z, 2026-10-26T01:30:00Z",
    "30 2 * * *, America/New_York, 2026-03-07T07:30:00Z, 2026-03-09T06:30:00Z",
    "30 1 * * *, America/New_York, 2026-11-01T05:30:00Z, 2026-11-02T06:30:00Z",
    "45 1 * * *, Australia/Lord_Howe, 2026-04-04T14:45:00Z, 2026-04-05T15:15:00Z",
    "15 2 * * *, Australia/Lord_Howe, 2026-10-02T15:45:00Z, 2026-10-04T15:15:00Z",
    // Every hour means every hour that passes.
    "30 * * * *, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
    "0 0 29 2 *, UTC, 2024-02-29T00:00:00Z, 2028-02-29T00:00:00Z",
    // Day of month or day of week.
    "0 0 13 * 5, UTC, 2026-11-06T00:00:00Z, 2026-11-13T00:00:00Z",
    "0 0 13 * 5, UTC, 2026-12-11T00:00:00Z, 2026-12-13T00:00:00Z",
    "* * * * *, UTC, 2026-11-21T00:00:00.001Z, 2026-11-21T00:01:00Z",
  })
  void next_table(String cron, String zone, Instant after, Instant next) {
    assertThat(Slots.of(cron, zone).next(after)).contains(next);
    assertThat(Slots.of(cron, zone).newest(after, next)).contains(next);
    assertThat(Slots.of(cron, zone).newest(after, next.minusMillis(1))).isEmpty();
  }

  @Test
  void newest_currentInstant_onceAndNeverAgain() {
    Slots slots = Slots.of("0 2 * * *", null);
    Instant two = at("2026-11-21T02:00:00Z");
    assertThat(slots.newest(two.minusSeconds(1), two)).contains(two);
    assertThat(slots.newest(two, two)).isEmpty();
    assertThat(slots.newest(two, two.plusSeconds(59))).isEmpty();
  }

  @Test
  void newest_clockSetBack_nothing() {
    Slots slots = Slots.of("0 2 * * *", null);
    assertThat(slots.newest(at("2026-11-21T02:00:00Z"), at("2026-11-20T02:30:00Z"))).isEmpty();
  }

  @Test
  void newest_thousandMissedAndAsManyYears_oneSlotAtOnce() {
    Slots minutes = Slots.of("* * * * *", "Europe/Berlin");
    Slots yearly = Slots.of("0 0 29 2 *", "Europe/Berlin");
    // Slot after slot it would be minutes.
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(minutes.newest(at("2016-01-01T00:00:00Z"), at("2026-11-21T02:00:30Z")))
              .contains(at("2026-11-21T02:00:00Z"));
          assertThat(yearly.newest(at("1990-01-01T00:00:00Z"), at("2026-11-21T02:00:30Z")))
              .contains(at("2024-02-28T23:00:00Z"));
        });
  }

  /** Minute by minute around two years of clock changes, by the definition of the words. */
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"})
  void nextAndNewest_clockChanges_agreeWithTheDefinition(String zone) {
    agree("30 2 * * *", zone, true, t -> t.getHour() == 2 && t.getMinute() == 30);
    agree("*/15 1-2 * * *", zone, true, t -> isIn(t.getHour(), 1, 2) && t.getMinute() % 15 == 0);
    agree("*/20 * * * *", zone, false, t -> t.getMinute() % 20 == 0);
    agree(
        "0 */2 * * SUN",
        zone,
        true,
        t -> t.getMinute() == 0 && t.getHour() % 2 == 0 && t.getDayOfWeek() == DayOfWeek.SUNDAY);
  }

  private static boolean isIn(int value, int from, int to) {
    return value >= from && value <= to;
  }

  private static void agree(
      String cron, String zone, boolean once, Predicate<LocalDateTime> matches) {
    ZoneId id = ZoneId.of(zone);
    Instant from = at("2026-01-01T00:00:00Z");
    agreeAround(from, cron, id, once, matches);
    ZoneOffsetTransition change = id.getRules().nextTransition(from);
    while (change != null && change.getInstant().isBefore(at("2028-01-01T00:00:00Z"))) {
      agreeAround(change.getInstant(), cron, id, once, matches);
      change = id.getRules().nextTransition(change.getInstant());
    }
  }

  private static void agreeAround(
      Instant middle, String cron, ZoneId zone, boolean once, Predicate<LocalDateTime> matches) {
    Instant from = middle.minus(Duration.ofDays(8));
    Instant to = middle.plus(Duration.ofDays(8));
    List<Instant> expected = new ArrayList<>();
    for (Instant t = from; t.isBefore(to); t = t.plusSeconds(60)) {
      ZonedDateTime local = t.atZone(zone);
      boolean first = local.withEarlierOffsetAtOverlap().equals(local);
      if (matches.test(local.toLocalDateTime()) && (first || !once)) {
        expected.add(t);
      }
    }
    Slots slots = Slots.of(cron, zone.getId());
    Instant last = from.minusMillis(1);
    for (Instant slot : expected) {
      String what = cron + " in " + zone + " after " + last;
      assertThat(slots.next(last)).as(what).contains(slot);
      assertThat(slots.newest(from.minusMillis(1), slot.minusMillis(1)))
          .as(what)
          .isEqualTo(last.isBefore(from) ? Optional.empty() : Optional.of(last));
      last = slot;
    }
    assertThat(slots.newest(from.minusMillis(1), to.minusMillis(1))).contains(last);
  }
}
