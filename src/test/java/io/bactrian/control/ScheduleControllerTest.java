package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.Condition;
import io.bactrian.api.Names;
import io.bactrian.control.ScheduleWorld.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleControllerTest {
  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private static Documents nightly() {
    return Documents.of(Documents.SCHEDULE);
  }

  private static ScheduleWorld world(Documents schedule) {
    return new ScheduleWorld(schedule.schedule(), START);
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }

  private static Condition ready(ScheduleWorld world) {
    return Conditions.find(world.status().conditions, "Ready").orElseThrow();
  }

  @Test
  void next_firstNight_oneBackupWithNameLabelAndSpec() {
    ScheduleWorld world = world(nightly());
    world.runUntil(at("2026-11-21T01:59:59Z"));
    assertThat(world.backups).isEmpty();
    assertThat(world.status().nextBackupTime).isEqualTo("2026-11-21T02:00:00Z");
    world.runUntil(at("2026-11-21T03:00:00Z"));
    Backup backup = world.backups.get("nightly-2026-11-21t02-00-00");
    assertThat(backup.getMetadata().getLabels()).isEqualTo(Map.of(Names.SCHEDULE, "nightly"));
    assertThat(backup.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(backup.getSpec().storage.bucket).isEqualTo("backups");
    assertThat(world.status().lastBackup).isEqualTo("nightly-2026-11-21t02-00-00");
    assertThat(world.status().lastBackupTime).isEqualTo("2026-11-21T02:00:00Z");
    assertThat(world.status().lastSuccessfulBackup).isEqualTo("nightly-2026-11-21t02-00-00");
    assertThat(world.status().nextBackupTime).isEqualTo("2026-11-22T02:00:00Z");
    assertThat(world.notices).extracting(Notice::reason).containsExactly("BackupCreated");
    assertThat(ready(world).status).isEqualTo("True");
  }

  @Test
  void next_nothingNew_writesNothing() {
    ScheduleWorld world = world(nightly());
    world.runUntil(at("2026-11-21T03:00:00Z"));
    int writes = world.writes;
    for (int i = 0; i < 100; i++) {
      world.setClock(world.now().plusSeconds(60));
      world.pass();
    }
    assertThat(world.writes).isEqualTo(writes);
  }

  @Test
  void next_thousandMissed_oneBackupForTheNewest() {
    ScheduleWorld world = world(nightly().with("/spec/cron", "'*/10 * * * *'"));
    world.runUntil(START.plus(Duration.ofHours(1)));
    int before = world.taken.size();
    world.setClock(START.plus(Duration.ofMinutes(60 + 10_003)));
    world.pass();
    assertThat(world.taken)
        .hasSize(before + 1)
        .last()
        .isEqualTo(START.plus(Duration.ofMinutes(10_060)));
  }

  @Test
  void next_clockSetBack_noneTwiceAndGoesOnAfterwards() {
    ScheduleWorld world = world(nightly().with("/spec/cron", "'0 * * * *'"));
    world.runUntil(START.plus(Duration.ofHours(5)));
    world.setClock(START.plus(Duration.ofHours(2)));
    world.runUntil(START.plus(Duration.ofHours(7)));
    assertThat(world.taken).doesNotHaveDuplicates().hasSize(7);
  }

  @Test
  void next_clockWasYearsAhead_countsFromNowAndSaysSo() {
    ScheduleWorld world = world(nightly());
    world.setClock(START.plus(Duration.ofDays(3650)));
    world.runUntil(world.now().plus(Duration.ofMinutes(10)));
    assertThat(world.taken).hasSize(1);
    world.setClock(START);
    world.runUntil(START.plus(Duration.ofDays(2)));
    assertThat(world.taken.subList(1, world.taken.size()))
        .containsExactly(at("2026-11-21T02:00:00Z"), at("2026-11-22T02:00:00Z"));
    assertThat(world.notices).extracting(Notice::reason).contains("ClockWentBack");
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETE", "FAILED"})
  void next_previousStillRunning_slotIsTakenOnceAfterwards(Phase end) {
    ScheduleWorld world = world(nightly().with("/spec/cron", "'0 * * * *'"));
    world.next = new Life(Duration.ofMinutes(200), end, Duration.ZERO);
    world.runUntil(at("2026-11-21T04:00:00Z"));
    assertThat(world.taken).containsExactly(at("2026-11-21T01:00:00Z"));
    assertThat(ready(world).reason).isEqualTo("PreviousUnfinished");
    assertThat(ready(world).message).contains("nightly-2026-11-21t01-00-00");
    world.next = new Life(Duration.ofMinutes(1), end, Duration.ZERO);
    world.runUntil(at("2026-11-21T05:30:00Z"));
    assertThat(world.taken)
        .containsExactly(
            at("2026-11-21T01:00:00Z"), at("2026-11-21T04:00:00Z"), at("2026-11-21T05:00:00Z"));
    assertThat(ready(world).reason).isEqualTo("Scheduled");
  }

  @ParameterizedTest
  @EnumSource(names = {"RETRY_FAILED", "RESTART", "SCHEDULED", "PREPARE"})
  void next_previousRetrying_waits(Phase phase) {
    ScheduleWorld world = world(nightly());
    world.next = new Life(Duration.ZERO, phase, Duration.ZERO);
    world.runUntil(START.plus(Duration.ofDays(3)));
    assertThat(world.taken).hasSize(1);
  }

  @Test
  void next_paused_makesNoneButLetsGo() {
    ScheduleWorld world = world(nightly().with("/spec/maxReservedTime", "3d"));
    world.runUntil(START.plus(Duration.ofDays(3)));
    assertThat(world.good()).hasSize(3);
    world.schedule.getSpec().pause = true;
    world.runUntil(START.plus(Duration.ofDays(30)));
    assertThat(world.taken).hasSize(3);
    assertThat(world.good()).containsExactly("nightly-2026-11-23t02-00-00");
    assertThat(world.status().phase).isEqualTo("Paused");
    assertThat(world.status().nextBackupTime).isNull();
    assertThat(world.status().allBackupCleanTime).isNotNull();
    world.schedule.getSpec().pause = null;
    world.runUntil(world.now().plusSeconds(1));
    assertThat(world.taken).as("of the missed ones the newest").hasSize(4);
  }

  @Test
  void next_killedBetweenCreationAndStatus_sameSlotIsNotTakenAgain() {
    ScheduleWorld world = world(nightly().with("/spec/cron", "'* * * * *'"));
    world.next = new Life(Duration.ofSeconds(1), Phase.COMPLETE, Duration.ZERO);
    for (int i = 0; i < 300; i++) {
      world.setClock(world.now().plusSeconds(13));
      world.pass(1 + i % 6);
    }
    assertThat(world.taken).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }

  @Test
  void next_nameTakenByAStranger_slotIsSkippedWithAWarning() {
    ScheduleWorld world = world(nightly());
    Backup stranger = Documents.of(Documents.BACKUP).backup();
    stranger.getMetadata().setName("nightly-2026-11-21t02-00-00");
    world.setClock(at("2026-11-21T02:00:00Z"));
    ScheduleController controller = new ScheduleController(TestRules.standard());
    world.schedule.getMetadata().setCreationTimestamp(START.toString());
    Facts facts =
        Facts.none()
            .with(new Question.BackupsOf("shop", "nightly"), java.util.List.of())
            .with(
                new Question.BackupNamed("shop", "nightly-2026-11-21t02-00-00"),
                java.util.Optional.of(stranger));
    Step first = controller.next(world.schedule, facts, world.now());
    world.schedule.setStatus((io.bactrian.api.ScheduleStatus) ((Step.WriteStatus) first).status());
    Step.WriteStatus second =
        (Step.WriteStatus) controller.next(world.schedule, facts, world.now());
    assertThat(second.notices()).extracting(Notice::reason).containsExactly("BackupNameTaken");
  }

  @Test
  void next_badSpec_invalidOnceAndNoRequeue() {
    ScheduleWorld world = world(nightly().with("/spec/cron", "often"));
    assertThat(world.pass()).isEmpty();
    assertThat(world.status().phase).isEqualTo("Invalid");
    assertThat(world.status().failure.message).contains("spec.cron", "'often'");
    assertThat(Conditions.find(world.status().conditions, "Stalled").orElseThrow().status)
        .isEqualTo("True");
    assertThat(world.pass()).isEmpty();
    assertThat(world.writes).isEqualTo(1);
    world.schedule.getSpec().cron = "0 2 * * *";
    world.pass();
    assertThat(world.status().phase).isEqualTo("Scheduled");
    assertThat(world.status().failure).isNull();
  }
}
