package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of a Backup when nothing, or little, goes wrong. */
class BackupFlowTest extends FlowFixture {
  @Test
  void firstAttempt_statusIsWrittenBeforeTheJob() {
    world.pass();
    List<String> deeds =
        world.steps.stream()
            .filter(step -> !(step instanceof Step.Ask || step instanceof Step.Wait))
            .map(step -> step.getClass().getSimpleName())
            .toList();
    assertThat(deeds).containsExactly("WriteStatus", "StartJob", "WriteStatus");
    BackupStatus status = world.status();
    assertThat(status.phase).isEqualTo("Scheduled");
    assertThat(status.attempt).isEqualTo(1);
    assertThat(status.backupJobName).isEqualTo("backup-redis");
    assertThat(status.runId).startsWith("20261121T020000Z-");
    assertThat(status.backupPath).isEqualTo("shop/redis/" + status.runId);
    assertThat(world.started.get(0).order().runIds).containsExactly(status.runId);
  }

  @Test
  void firstAttempt_scheduledBackup_writesUnderTheSchedulesName() {
    world.backup.getMetadata().setLabels(Map.of("bactrian.io/schedule", "nightly"));
    world.pass();
    assertThat(world.status().backupPath).startsWith("shop/nightly/");
    assertThat(world.started.get(0).order().backupName).isEqualTo("nightly");
    assertThat(world.status().backupJobName).isEqualTo("backup-redis");
  }

  @Test
  void success_isCompleteWithNumbers() {
    begin();
    world.after(Duration.ofSeconds(90));
    world.succeeds(world.job());
    assertThat(world.pass()).isEqualTo(Step.Wait.forChange());
    BackupStatus status = world.status();
    assertThat(status.phase).isEqualTo("Complete");
    assertThat(status.backupSize).isEqualTo(3L << 30);
    assertThat(status.backupSizeReadable).isEqualTo("3.0 GiB");
    assertThat(status.duration).isEqualTo("1 min 30 s");
    assertThat(status.timeStarted).isEqualTo("2026-11-21T02:00:00Z");
    assertThat(status.timeCompleted).isEqualTo("2026-11-21T02:01:30Z");
    assertThat(status.commitTime).isEqualTo("2026-11-21T02:00:30Z");
    assertThat(status.progress.percent).isEqualTo("100%");
    assertThat(condition(status, "Complete")).isEqualTo("True");
    assertThat(condition(status, "Reconciling")).isEqualTo("False");
    assertThat(world.notified()).containsExactly("Scheduled", "BackupComplete");
  }

  @Test
  void changedFiles_areCompleteWithAWarning() {
    begin();
    WorkerEnd end = Backups.end("changed", 3, world.status().runId);
    end.changedFiles = 2L;
    world.ends(world.job(), JobFact.State.FAILED, 3, end);
    world.pass();
    assertThat(world.status().phase).isEqualTo("Complete");
    assertThat(world.status().changedFiles).isEqualTo(2);
    assertThat(world.notices)
        .filteredOn(Notice::warning)
        .extracting(Notice::reason)
        .containsExactly("FilesChanged");
  }

  @Test
  void successOfAnotherRun_isNoSuccess() {
    begin();
    world.ends(
        world.job(),
        JobFact.State.SUCCEEDED,
        0,
        Backups.end("complete", 0, "20200101T000000Z-000000"));
    world.pass();
    assertThat(world.status().phase).isEqualTo("RetryFailed");
    assertThat(lastRecord().retryReason).isEqualTo("NotCommitted");
  }

  @Test
  void successWithoutAWord_storeDown_waitsForTheStore() {
    begin();
    world.storeTrouble = "connection refused";
    world.ends(world.job(), JobFact.State.SUCCEEDED, 0, null);
    int writes = world.statusWrites;
    assertThat(world.pass().until()).isPresent();
    assertThat(world.statusWrites).isEqualTo(writes);
    world.after(Duration.ofMinutes(2));
    world.pass();
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes + 1);
    assertThat(Conditions.find(world.status().conditions, "Reconciling").orElseThrow())
        .satisfies(condition -> assertThat(condition.reason).isEqualTo("StoreNotAsked"))
        .satisfies(condition -> assertThat(condition.message).contains("connection refused"));
    world.storeTrouble = "";
    world.commits(world.job());
    world.pass();
    assertThat(world.status().phase).isEqualTo("Complete");
  }

  @Test
  void progress_isWrittenAtMostOnceAnInterval_andOnlyNews() {
    begin();
    int writes = world.statusWrites;
    world.progress = Optional.of(progress(10));
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes);
    world.after(Duration.ofSeconds(10));
    world.pass();
    assertThat(world.status().phase).isEqualTo("Running");
    assertThat(world.status().progress.percent).isEqualTo("10%");
    assertThat(world.statusWrites).isEqualTo(writes + 1);
    world.progress = Optional.of(progress(20));
    world.after(Duration.ofSeconds(5));
    world.pass();
    world.after(Duration.ofSeconds(5));
    world.progress.get().bytesDone = 10L;
    world.progress.get().bytesPerSecond = 99L;
    world.pass();
    world.progress.get().bytesDone = 5L;
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes + 1);
  }

  private static ProgressStatus progress(long percent) {
    ProgressStatus progress = new ProgressStatus();
    progress.bytesDone = percent;
    progress.bytesTotal = 100L;
    return progress;
  }

  @Test
  void workerThatShowsNoProgress_isRunningAfterThreeIntervals() {
    begin();
    world.after(Duration.ofSeconds(29));
    world.pass();
    assertThat(world.status().phase).isEqualTo("Scheduled");
    world.after(Duration.ofSeconds(1));
    world.pass();
    assertThat(world.status().phase).isEqualTo("Running");
  }

  @Test
  void podThatDoesNotStart_isSaidAfterTwoMinutes() {
    world.pass();
    world.job().containerReason = "ImagePullBackOff: Back-off pulling image \"x:1\"";
    int writes = world.statusWrites;
    world.after(Duration.ofSeconds(119));
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes);
    world.after(Duration.ofSeconds(1));
    world.pass();
    assertThat(Conditions.find(world.status().conditions, "Reconciling").orElseThrow().reason)
        .isEqualTo("ImagePullBackOff");
  }

  /** What waits for observedGeneration must not wait for the worker. */
  @Test
  void aChangedSpec_isSeen_whileItsWorkerWorks_andWhileARetryIsPending() {
    begin();
    world.backup.getMetadata().setGeneration(2L);
    world.pass();
    assertThat(world.status().observedGeneration).isEqualTo(2);
    assertThat(world.status().conditions)
        .allSatisfy(condition -> assertThat(condition.observedGeneration).isEqualTo(2));
    fail();
    world.backup.getMetadata().setGeneration(3L);
    int writes = world.statusWrites;
    world.pass();
    world.pass();
    assertThat(world.status().observedGeneration).isEqualTo(3);
    assertThat(world.statusWrites).isEqualTo(writes + 1);
    assertThat(world.status().phase).isEqualTo("RetryFailed");
    assertThat(world.status().backoffRetryStatus).hasSize(1);
  }

  @Test
  void finalPhase_followsTheGeneration_andNothingElse() {
    begin();
    world.succeeds(world.job());
    world.pass();
    BackupStatus before = Statuses.copy(world.status());
    world.backup.getMetadata().setGeneration(2L);
    world.pass();
    assertThat(world.status().observedGeneration).isEqualTo(2);
    assertThat(world.status().conditions).allMatch(condition -> condition.observedGeneration == 2);
    assertThat(world.status().timeCompleted).isEqualTo(before.timeCompleted);
    int writes = world.statusWrites;
    world.jobs.clear();
    world.after(Duration.ofDays(1));
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes);
  }
}
