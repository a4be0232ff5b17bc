package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleaningTest {
  private final Backup backup = Backups.redis();
  private final World world = new World(backup);

  @BeforeEach
  void claimIsThere() {
    world.claims.put("data", new ClaimFact(true, List.of("ReadWriteOnce"), List.of()));
    backup.getSpec().cleanPolicy = "Delete";
  }

  private void begin() {
    world.pass();
    world.runs(world.job());
    world.pass();
  }

  private void delete() {
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    world.terminated();
    world.strayPods.clear();
    world.pass();
  }

  private void cleanFails() {
    world.ends(
        world.cleanJob(),
        JobFact.State.FAILED,
        1,
        Backups.failure("transient", "Unreachable", true));
    world.pass();
  }

  /** Policy, how the Backup ended; whether a clean Job is needed. */
  @ParameterizedTest
  @CsvSource({
    "Delete,    Complete, true",
    "Delete,    Failed,   true",
    "OnFailure, Complete, false",
    "OnFailure, Failed,   true",
    "OnFailure, Running,  true",
    "Delete,    Running,  true",
    "Delete,    Retrying, true",
  })
  void deleted_isCleanedAsThePolicySays(String policy, String end, boolean cleaned) {
    backup.getSpec().cleanPolicy = policy;
    begin();
    switch (end) {
      case "Complete" -> world.succeeds(world.job());
      case "Failed" ->
          world.ends(
              world.job(),
              JobFact.State.FAILED,
              4,
              Backups.failure("denied", "AccessDenied", false));
      case "Retrying" -> world.fails(world.job());
      default -> {}
    }
    world.pass();
    delete();
    assertThat(world.cleanJob() != null).isEqualTo(cleaned);
    if (cleaned) {
      assertThat(world.status().phase).isEqualTo("Clean");
      JobOrder order = world.cleanJob().order;
      assertThat(order.job().namespace()).isEqualTo("bactrian-system");
      assertThat(order.owned()).isFalse();
      assertThat(order.order().task).isEqualTo("clean");
      assertThat(order.order().stored).isEqualTo(end.equals("Complete") ? Boolean.TRUE : null);
      assertThat(order.order().runIds).containsExactlyElementsOf(world.stored);
      world.cleans(world.cleanJob());
      world.pass();
      assertThat(world.cleanJob().state).isEqualTo(JobFact.State.TERMINATING);
      assertThat(world.stored).isEmpty();
    }
    assertThat(world.gone).isTrue();
  }

  @Test
  void deletedWhileRunning_theWorkerIsGoneBeforeCleaningBegins() {
    begin();
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    assertThat(world.job().state).isEqualTo(JobFact.State.TERMINATING);
    assertThat(world.cleanJob()).isNull();
    world.vanishes(JobNames.backup("shop", "redis"));
    world.pass();
    assertThat(world.cleanJob()).isNull();
    world.strayPods.clear();
    world.pass();
    assertThat(world.cleanJob()).isNotNull();
  }

  @Test
  void deletedBeforeAnythingWasStarted_needsNoCleanJob() {
    world.claims.clear();
    world.pass();
    delete();
    assertThat(world.gone).isTrue();
    assertThat(world.started).isEmpty();
  }

  @Test
  void runsOfAllAttempts_areCleaned() {
    backup.getSpec().backoffRetryPolicy = Backups.policy("1s", 3, "30m");
    begin();
    for (int i = 0; i < 3; i++) {
      world.fails(world.job());
      world.pass();
      world.after(Duration.ofMinutes(1));
      world.pass();
      world.terminated();
      world.pass();
      world.runs(world.job());
    }
    delete();
    assertThat(world.stored).hasSize(4);
    assertThat(world.cleanJob().order.order().runIds).containsExactlyElementsOf(world.stored);
  }

  @Test
  void failingForEver_isTriedForEver_moreAndMoreSlowly() {
    begin();
    delete();
    long expected = 10;
    for (int attempt = 1; attempt <= 12; attempt++) {
      assertThat(world.cleanJob().attempt).isEqualTo(attempt);
      cleanFails();
      assertThat(world.status().phase).isEqualTo("CleanFailed");
      assertThat(world.status().cleanAttempts).isEqualTo(attempt);
      Instant next = Instant.parse(world.status().cleanRetryAt);
      assertThat(Duration.between(world.now, next))
          .isEqualTo(Duration.ofSeconds(Math.min(expected, 600)));
      int writes = world.statusWrites;
      world.now = next.minusSeconds(1);
      world.pass();
      assertThat(world.statusWrites).isEqualTo(writes);
      world.now = next;
      world.pass();
      world.terminated();
      world.pass();
      expected *= 2;
    }
    assertThat(world.gone).isFalse();
    assertThat(world.status().cleanFailedAt).isEqualTo("2026-11-21T02:00:00Z");
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.notified()).contains("CleanFailed", "Cleaned");
  }

  @Test
  void policyChangedToRetain_givesUpCleaning() {
    begin();
    delete();
    cleanFails();
    backup.getSpec().cleanPolicy = "Retain";
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.stored).isNotEmpty();
  }

  /** The Secret at cleaning time; whether a copy was kept; what comes. */
  @ParameterizedTest
  @CsvSource({
    "USABLE,         true,  store",
    "MISSING,        true,  copy",
    "MEMBER_MISSING, true,  copy",
    "MISSING,        false, failed",
    "NOT_ALLOWED,    true,  failed",
  })
  void credentials(SecretFact fact, boolean copied, String expected) {
    backup.getSpec().storage.secretRef = BackupCase.secret("store", null);
    world.secrets.put("shop/store", SecretFact.USABLE);
    begin();
    String copy = JobNames.clean("bactrian-system", "shop", "redis").name();
    assertThat(world.secrets).containsKey("bactrian-system/" + copy);
    if (!copied) {
      world.secrets.remove("bactrian-system/" + copy);
    }
    world.secrets.put("shop/store", fact);
    delete();
    if (expected.equals("failed")) {
      assertThat(world.status().phase).isEqualTo("CleanFailed");
      assertThat(world.status().failure.message).contains("shop/store");
      assertThat(world.cleanJob()).isNull();
      assertThat(world.pass().until()).contains(Instant.parse(world.status().cleanRetryAt));
      world.secrets.put("shop/store", SecretFact.USABLE);
      world.after(Duration.ofSeconds(10));
      world.pass();
      assertThat(world.cleanJob().attempt).isEqualTo(2);
    } else {
      SecretUse use = world.cleanJob().order.storageSecret().orElseThrow();
      assertThat(use.name()).isEqualTo(expected.equals("copy") ? copy : "store");
    }
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
    assertThat(world.secrets).doesNotContainKey("bactrian-system/" + copy);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namespaceThatEnds_isLeftAfterTenMinutes_andThePathKept(boolean ends) {
    begin();
    delete();
    world.namespaceEnds = ends;
    cleanFails();
    Instant first = world.now;
    for (int i = 0; i < 40 && !world.gone; i++) {
      world.now = world.pass().until().orElseThrow();
      world.pass();
      world.terminated();
      world.pass();
      if (!world.gone && world.cleanJob() != null && !world.cleanJob().fact().ended()) {
        cleanFails();
      }
    }
    assertThat(world.gone).isEqualTo(ends);
    assertThat(world.orphans.isEmpty()).isEqualTo(!ends);
    if (ends) {
      assertThat(Duration.between(first, world.now)).isEqualTo(Duration.ofMinutes(10));
      assertThat(world.orphans).containsExactly("shop/redis/" + world.stored.iterator().next());
      assertThat(world.notices.get(world.notices.size() - 1).reason()).isEqualTo("Orphaned");
      assertThat(world.notices.get(world.notices.size() - 1).warning()).isTrue();
      assertThat(world.stepsOf(Step.KeepOrphan.class).get(0).why())
          .contains("s3", "bucket=backups", Backups.UID);
    }
  }

  @Test
  void repositoryOnAClaim_isCleanedWhereTheClaimIs() {
    onClaim();
    begin();
    delete();
    JobOrder order = world.cleanJob().order;
    assertThat(order.job().namespace()).isEqualTo("shop");
    assertThat(order.repositoryClaim()).contains("repo");
    world.cleanJob().podAlive = true;
    world.cleanJob().state = JobFact.State.RUNNING;
    world.pass();
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"claim", "namespace"})
  void repositoryOnAClaimThatGoes_goesWithIt(String what) {
    onClaim();
    begin();
    if (what.equals("claim")) {
      world.claims.remove("repo");
    } else {
      world.namespaceEnds = true;
    }
    delete();
    assertThat(world.cleanJob()).isNull();
    assertThat(world.gone).isTrue();
  }

  private void onClaim() {
    backup.getSpec().storage.provider = "file";
    backup.getSpec().storage.bucket = null;
    backup.getSpec().storage.persistentVolumeClaim = Backups.claim("repo");
    world.claims.put("repo", new ClaimFact(true, List.of("ReadWriteMany"), List.of()));
  }

  @Test
  void cleanJobOfADeadPredecessor_isRemovedFirst() {
    begin();
    JobKey key = JobNames.clean("bactrian-system", "shop", "redis");
    SimJob old = new SimJob("dead-uid", 1, null);
    old.state = JobFact.State.SUCCEEDED;
    world.jobs.put(key, old);
    delete();
    assertThat(world.gone).isFalse();
    world.terminated();
    world.pass();
    assertThat(world.jobs.get(key).uid).isEqualTo(Backups.UID);
  }

  @Test
  void deletedWithoutOurFinalizer_nothingIsDone() {
    backup.getSpec().cleanPolicy = "Retain";
    begin();
    backup.getMetadata().setFinalizers(List.of("example.com/other"));
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.steps.clear();
    assertThat(world.pass()).isEqualTo(Step.Wait.forChange());
    assertThat(world.steps).hasSize(1);
  }

  @Test
  void strayPodOfTheWorker_isWaitedFor() {
    begin();
    world.strayPods.put(Backups.UID, Set.of("elsewhere"));
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    world.terminated();
    world.pass();
    assertThat(world.cleanJob()).isNull();
    assertThat(Conditions.find(world.status().conditions, "Reconciling").orElseThrow().message)
        .contains("elsewhere");
  }
}
