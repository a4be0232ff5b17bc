package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupSchedule;
import io.bactrian.control.ScheduleWorld.Life;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Years of a schedule's life in simulated time. */
class ScheduleYearsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private static Documents schedule(String cron, String zone) {
    return Documents.of(Documents.SCHEDULE)
        .with("/spec/cron", "'" + cron + "'")
        .with("/spec/timeZone", zone);
  }

  @ParameterizedTest
  @CsvSource({"UTC, 0", "Europe/Berlin, 1", "America/New_York, 1", "Australia/Lord_Howe, 1"})
  void nightly_aYear_everyNightThatHasTheTimeOnce(String zone, int nightsWithout) {
    everyNightOnce(zone, 365, nightsWithout);
  }

  @Tag("soak")
  @ParameterizedTest
  @CsvSource({"UTC, 0", "Europe/Berlin, 5", "America/New_York, 5", "Australia/Lord_Howe, 5"})
  void nightly_fiveYears_everyNightThatHasTheTimeOnce(String zone, int nightsWithout) {
    everyNightOnce(zone, 5 * 365, nightsWithout);
  }

  private static void everyNightOnce(String zone, int days, int nightsWithout) {
    ScheduleWorld world =
        new ScheduleWorld(
            schedule("15 2 * * *", zone)
                .with("/spec/retention", "{keepCount: 7, remoteRetention: 30d}")
                .schedule(),
            START);
    world.runUntil(START.plus(Duration.ofDays(days)));
    List<Instant> expected = nights(ZoneId.of(zone), LocalTime.of(2, 15), world.now());
    assertThat(world.taken).isEqualTo(expected);
    assertThat(expected.size()).isBetween(days - 1 - nightsWithout, days - nightsWithout);
    assertThat(world.good()).hasSizeBetween(30, 31);
    assertThat(world.writes).as("status writes").isLessThan(days * 6);
  }

  /** By walking over local days, without any cron. */
  private static List<Instant> nights(ZoneId zone, LocalTime time, Instant end) {
    List<Instant> nights = new ArrayList<>();
    for (LocalDateTime night = START.atZone(zone).toLocalDate().atTime(time);
        ;
        night = night.plusDays(1)) {
      if (zone.getRules().getValidOffsets(night).isEmpty()) {
        continue;
      }
      Instant slot = night.atZone(zone).toInstant();
      if (slot.isAfter(end)) {
        return nights;
      }
      if (slot.isAfter(START)) {
        nights.add(slot);
      }
    }
  }

  @Test
  void hourly_alwaysLate_neitherMakingNorLettingGoStarves() {
    ScheduleWorld world =
        new ScheduleWorld(
            schedule("0 * * * *", "UTC").with("/spec/maxBackups", "5").schedule(), START);
    world.next = new Life(Duration.ofMinutes(100), Phase.COMPLETE, Duration.ofMinutes(2));
    world.runUntil(START.plus(Duration.ofDays(30)));
    assertThat(world.taken.size()).isBetween(30 * 24 * 60 / 108, 30 * 24 * 60 / 100);
    assertThat(world.good()).hasSizeBetween(5, 7);
  }

  @Test
  void nightly_retentionTurnedOnLate_backlogGoesWithoutDelayingTheNights() {
    backlogGoes(150);
  }

  @Test
  @Tag("soak")
  void nightly_retentionTurnedOnAfterAYear_backlogGoesWithoutDelayingTheNights() {
    backlogGoes(365);
  }

  private static void backlogGoes(int nights) {
    BackupSchedule schedule = schedule("0 2 * * *", "UTC").schedule();
    ScheduleWorld world = new ScheduleWorld(schedule, START);
    world.runUntil(START.plus(Duration.ofDays(nights)));
    assertThat(world.good()).hasSize(nights);
    schedule.getSpec().maxBackups = 3;
    world.runUntil(world.now().plus(Duration.ofDays(2)));
    assertThat(world.good()).hasSize(3);
    assertThat(world.taken).hasSize(nights + 2);
  }

  @Test
  void everyTenMinutes_alwaysFailing_fewAreKept() {
    ScheduleWorld world = new ScheduleWorld(schedule("*/10 * * * *", "UTC").schedule(), START);
    world.runUntil(START.plus(Duration.ofMinutes(11)));
    world.next = new Life(Duration.ofMinutes(1), Phase.FAILED, Duration.ZERO);
    world.runUntil(START.plus(Duration.ofDays(3)));
    assertThat(world.failed()).isBetween(10L, 11L);
    assertThat(world.good()).as("the one good backup").hasSize(1);
  }

  /** Long backups, failures, outages, clocks set back, pauses and kills; the world checks. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anything_aYear_oneAtATimeAndNoSlotTwice(long seed) {
    Random random = new Random(seed);
    String[] zones = {"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"};
    String[] crons = {"0 * * * *", "30 1,2 * * *", "0 */6 * * MON-FRI", "*/45 * * * *"};
    String[] keeping = {
      "{keepCount: 3, remoteRetention: 5d}", "{keepCount: 2}", "{remoteRetention: 2d}"
    };
    BackupSchedule schedule =
        schedule(crons[random.nextInt(4)], zones[random.nextInt(4)])
            .with("/spec/retention", keeping[random.nextInt(3)])
            .schedule();
    ScheduleWorld world = new ScheduleWorld(schedule, START);
    while (world.now().isBefore(START.plus(YEAR))) {
      world.next = life(random);
      happen(world, schedule, random);
      world.runUntil(world.now().plusSeconds(1 + random.nextInt(100_000)));
    }
    schedule.getSpec().pause = null;
    world.next = new Life(Duration.ofMinutes(1), Phase.COMPLETE, Duration.ofSeconds(1));
    int before = world.taken.size();
    world.runUntil(world.now().plus(Duration.ofDays(10)));
    assertThat(world.taken.size()).as("goes on").isGreaterThan(before + 5);
    assertThat(world.good()).as("and lets go").hasSizeLessThan(60);
    assertThat(world.status().lastSuccessfulBackup)
        .isEqualTo(world.good().get(world.good().size() - 1));
  }

  private static Life life(Random random) {
    return new Life(
        Duration.ofSeconds(random.nextInt(20_000)),
        random.nextInt(3) == 0 ? Phase.FAILED : Phase.COMPLETE,
        Duration.ofSeconds(random.nextInt(900)));
  }

  private static void happen(ScheduleWorld world, BackupSchedule schedule, Random random) {
    switch (random.nextInt(6)) {
      case 0 -> world.setClock(world.now().plus(Duration.ofHours(random.nextInt(1_000))));
      case 1 -> world.setClock(world.now().minus(Duration.ofMinutes(random.nextInt(3_000))));
      case 2 -> schedule.getSpec().pause = random.nextBoolean();
      case 3 -> {
        for (int i = 0; i < 50; i++) {
          world.pass(1 + random.nextInt(5));
          world.setClock(world.now().plusSeconds(random.nextInt(3_600)));
        }
      }
      default -> world.pass();
    }
  }
}
