package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When {@code run --once} may end: what happens between two of its questions is not lost. */
class RunSettlementTest {
  private final List<Backup> there = new ArrayList<>();
  private boolean filesRead = true;
  private boolean actedUpon = true;

  private static Backup backup(String phase) {
    Backup backup = new Backup();
    backup.getMetadata().setGeneration(1L);
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = phase;
    backup.getStatus().observedGeneration = 1L;
    return backup;
  }

  private List<RunStanding> standings() {
    return there.stream().map(RunStanding::of).toList();
  }

  private RunSettlement settlement() {
    return new RunSettlement(() -> filesRead, () -> actedUpon, this::standings);
  }

  @Test
  void rest_isWhenAllIsReadAndDone_andTellsHowAllStand() {
    there.add(backup("Complete"));
    assertThat(settlement().reached()).contains(standings());
    there.add(backup("Failed"));
    assertThat(settlement().reached()).contains(standings());
    filesRead = false;
    assertThat(settlement().reached()).isEmpty();
    filesRead = true;
    actedUpon = false;
    assertThat(settlement().reached()).isEmpty();
  }

  /** The look that reads the last file also makes its resource. */
  @Test
  void aFileReadWhileItAsks_isNotMissed() {
    RunSettlement settlement =
        new RunSettlement(() -> there.add(backup("")), () -> actedUpon, this::standings);
    assertThat(settlement.reached()).isEmpty();
  }

  /** The status still tells of the spec that was wrong. */
  @Test
  void aSpecThatWasPutRight_isWaitedFor_untilTheStatusTellsOfIt() {
    for (String phase : List.of("Invalid", "Failed", "Complete")) {
      there.clear();
      there.add(backup(phase));
      there.get(0).getMetadata().setGeneration(2L);
      assertThat(settlement().reached()).as(phase).isEmpty();
      there.get(0).getStatus().observedGeneration = 2L;
      assertThat(settlement().reached()).as(phase).isPresent();
    }
  }

  /** However long it takes the operator to hear that what was missing has come. */
  @Test
  void whatWaits_waitsInVain_onlyWhileNothingIsUnderWay() {
    there.add(waiting());
    RunSettlement settlement = settlement();
    actedUpon = false;
    Awaitility.await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofMinutes(1))
        .until(() -> settlement.reached().isEmpty());
    actedUpon = true;
    assertThat(settlement.reached()).as("at once").isEmpty();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> settlement.reached().isPresent());
  }

  private static Backup waiting() {
    Condition condition = new Condition();
    condition.type = "Reconciling";
    condition.reason = "ClaimNotFound";
    Backup waiting = backup("Scheduled");
    waiting.getStatus().conditions = List.of(condition);
    return waiting;
  }
}
