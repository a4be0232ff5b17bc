package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.Names;
import io.bactrian.api.ScheduleStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster with one schedule, in simulated time. Backups live as they are told; every step of the
 * controller is checked against what must never happen.
 */
final class ScheduleWorld {
  private static final int MOST_STEPS = 100;

  final BackupSchedule schedule;
  final Map<String, Backup> backups = new HashMap<>();
  final List<Instant> taken = new ArrayList<>();
  final List<String> deleted = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  private final ScheduleController controller = new ScheduleController(TestRules.standard());
  private final Map<String, Life> lives = new HashMap<>();
  private final Set<String> everMade = new HashSet<>();
  private Instant now;
  int writes;

  /** How the next Backup will live. */
  Life next = new Life(Duration.ofMinutes(5), Phase.COMPLETE, Duration.ofSeconds(20));

  record Life(Duration length, Phase end, Duration cleaning) {}

  ScheduleWorld(BackupSchedule schedule, Instant now) {
    this.schedule = schedule;
    this.now = now;
    schedule.getMetadata().setCreationTimestamp(now.toString());
  }

  Instant now() {
    return now;
  }

  void setClock(Instant time) {
    now = time;
  }

  ScheduleStatus status() {
    return schedule.getStatus();
  }

  /** Passes whenever the controller asked for one or a Backup changed, until that time. */
  void runUntil(Instant end) {
    Instant wake = now;
    while (!now.isAfter(end)) {
      wake = pass().orElse(end.plusMillis(1));
      Instant event = nextEvent().orElse(end.plusMillis(1));
      Instant next = wake.isBefore(event) ? wake : event;
      now = next.isAfter(now) ? next : now.plusMillis(1);
      live();
    }
    now = end;
  }

  Optional<Instant> pass() {
    return pass(MOST_STEPS);
  }

  /**
   * One pass that may be killed; returns what it waits for.
   *
   * @param killAfter so many steps
   */
  Optional<Instant> pass(int killAfter) {
    live();
    Facts facts = Facts.none();
    int writesBefore = writes;
    for (int step = 0; step < killAfter; step++) {
      Step what = controller.next(schedule, facts, now);
      if (what instanceof Step.Wait wait) {
        assertThat(writes - writesBefore).isLessThanOrEqualTo(3);
        return wait.until();
      }
      facts = perform(what, facts);
    }
    assertThat(killAfter).as("a pass that finds no end").isLessThan(MOST_STEPS);
    return Optional.of(now.plusMillis(1));
  }

  private Facts perform(Step step, Facts facts) {
    if (step instanceof Step.Ask ask) {
      return answer(ask.question(), facts);
    }
    if (step instanceof Step.WriteStatus write) {
      assertThat(Statuses.same(write.status(), schedule.getStatus()))
          .as("a needless write")
          .isFalse();
      schedule.setStatus((ScheduleStatus) Statuses.copy(write.status()));
      notices.addAll(write.notices());
      writes++;
      return facts;
    }
    change(step);
    return Facts.none();
  }

  private Facts answer(Question<?> question, Facts facts) {
    if (question instanceof Question.BackupsOf of) {
      return facts.with(of, List.copyOf(backups.values()));
    }
    if (question instanceof Question.BackupNamed named) {
      return facts.with(named, Optional.ofNullable(backups.get(named.name())));
    }
    throw new AssertionError("not to be asked: " + question);
  }

  private void change(Step step) {
    if (step instanceof Step.CreateBackup create) {
      create(create.backup());
    } else if (step instanceof Step.WriteCleanPolicy policy) {
      backups.get(policy.name()).getSpec().cleanPolicy = policy.cleanPolicy();
    } else if (step instanceof Step.DeleteBackup delete) {
      delete(delete);
    } else {
      throw new AssertionError("not to be done: " + step);
    }
  }

  private void create(Backup backup) {
    String name = backup.getMetadata().getName();
    assertThat(backups).as("two of one name").doesNotContainKey(name);
    assertThat(backups.values()).as("one at a time").noneMatch(this::isUnended);
    assertThat(everMade.add(name)).as("slot taken twice: %s", name).isTrue();
    Instant slot = SlotNames.slot(schedule.getMetadata().getName(), name).orElseThrow();
    assertThat(slot).isBeforeOrEqualTo(now);
    assertThat(
            Slots.of(schedule.getSpec().cron, schedule.getSpec().timeZone)
                .newest(slot.minusMillis(1), slot))
        .as("no slot of the table")
        .contains(slot);
    assertThat(BackupCheck.problems(backup, false)).isEmpty();
    taken.add(slot);
    backup.getMetadata().setUid("u-" + name);
    backup.getMetadata().setCreationTimestamp(now.toString());
    backups.put(name, backup);
    lives.put(name, next);
  }

  private void delete(Step.DeleteBackup delete) {
    Backup backup = backups.get(delete.name());
    assertThat(isUnended(backup)).as("one that runs").isFalse();
    if (ScheduledBackups.isGood(backup)) {
      assertThat(good()).as("the newest good one goes").hasSizeGreaterThan(1);
      assertThat(good().get(good().size() - 1)).isNotEqualTo(delete.name());
      assertThat(backup.getSpec().cleanPolicy).isEqualTo("Delete");
      assertThat(backup.getMetadata().getFinalizers()).contains(Names.PROTECTION);
    }
    deleted.add(delete.name());
    if (backup.getMetadata().getFinalizers().isEmpty()) {
      backups.remove(delete.name());
    } else if (backup.getMetadata().getDeletionTimestamp() == null) {
      backup.getMetadata().setDeletionTimestamp(now.toString());
    }
  }

  /** Names of those that are complete and to stay, oldest first. */
  List<String> good() {
    return backups.values().stream()
        .filter(backup -> backup.getMetadata().getDeletionTimestamp() == null)
        .filter(ScheduledBackups::isGood)
        .map(backup -> backup.getMetadata().getName())
        .sorted()
        .toList();
  }

  long failed() {
    return backups.values().stream()
        .filter(backup -> !isUnended(backup) && !ScheduledBackups.isGood(backup))
        .count();
  }

  private boolean isUnended(Backup backup) {
    String phase = ScheduledBackups.status(backup).phase;
    return !Phase.COMPLETE.is(phase) && !Phase.FAILED.is(phase) && !Phase.INVALID.is(phase);
  }

  private Instant end(Backup backup) {
    Life life = lives.get(backup.getMetadata().getName());
    return Instant.parse(backup.getMetadata().getCreationTimestamp()).plus(life.length());
  }

  private Optional<Instant> cleaned(Backup backup) {
    Life life = lives.get(backup.getMetadata().getName());
    return Times.parse(backup.getMetadata().getDeletionTimestamp())
        .map(t -> t.plus(life.cleaning()));
  }

  private Optional<Instant> nextEvent() {
    return backups.values().stream()
        .flatMap(b -> isUnended(b) ? Optional.of(end(b)).stream() : cleaned(b).stream())
        .filter(time -> time.isAfter(now))
        .min(Comparator.naturalOrder());
  }

  /** What the Backups' own controller and their workers do meanwhile. */
  private void live() {
    backups.values().removeIf(b -> cleaned(b).filter(time -> !time.isAfter(now)).isPresent());
    for (Backup backup : backups.values()) {
      if ("Delete".equals(backup.getSpec().cleanPolicy)) {
        backup.getMetadata().setFinalizers(List.of(Names.PROTECTION));
      }
      if (isUnended(backup)) {
        BackupStatus status = new BackupStatus();
        boolean ended = !end(backup).isAfter(now);
        Phase phase = lives.get(backup.getMetadata().getName()).end();
        status.phase = (ended ? phase : Phase.RUNNING).text();
        status.timeCompleted = ended ? end(backup).toString() : null;
        backup.setStatus(status);
      }
    }
  }
}
