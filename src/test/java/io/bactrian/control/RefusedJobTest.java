package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.PodSettings;
import io.bactrian.api.Restore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A Job that the API server does not take: whoever asked for it hears so, and nothing hangs. */
class RefusedJobTest extends FlowFixture {
  private static final Refusal WORDS = new Refusal(true, "requests: must be at most the limit");
  private static final Refusal QUOTA = new Refusal(false, "exceeded quota: jobs");

  private Condition reconciling() {
    return new Condition(
        Conditions.find(world.status().conditions, "Reconciling").orElseThrow().reason,
        Conditions.find(world.status().conditions, "Reconciling").orElseThrow().message);
  }

  private record Condition(String reason, String message) {}

  @Test
  void forItsOwnPod_isInvalid_untilThatIsCorrected() {
    world.backup.getSpec().pod = new PodSettings();
    world.refusal = Optional.of(WORDS);
    assertThat(world.pass()).isEqualTo(Step.Wait.forChange());
    assertThat(world.status().phase).isEqualTo("Invalid");
    assertThat(world.status().failure.message).contains("spec.pod: ", WORDS.message());
    assertThat(world.status().failure.hint).contains("spec.pod");
    assertThat(world.notified()).contains("InvalidSpec");
    int writes = world.statusWrites;
    world.pass();
    assertThat(world.statusWrites).isEqualTo(writes);
    world.refusal = Optional.empty();
    world.pass();
    assertThat(world.started).hasSize(1);
    assertThat(world.status().phase).isEqualTo("Scheduled");
    assertThat(world.status().failure).isNull();
  }

  @Test
  void forTheAdministratorsTemplate_orAQuota_isSaid_andTriedAgain() {
    world.refusal = Optional.of(WORDS);
    assertThat(world.pass().until()).isPresent();
    assertThat(reconciling().reason()).isEqualTo("JobRefused");
    world.backup.getSpec().pod = new PodSettings();
    world.refusal = Optional.of(QUOTA);
    Step.Wait wait = world.pass();
    assertThat(reconciling().message()).contains(QUOTA.message());
    assertThat(world.notified()).contains("JobRefused");
    world.refusal = Optional.empty();
    world.now = wait.until().orElseThrow();
    world.pass();
    assertThat(world.started).hasSize(1);
  }

  @Test
  void aCleanJob_isAFailedTry() {
    world.backup.getSpec().cleanPolicy = "Delete";
    begin();
    world.succeeds(world.job());
    world.pass();
    world.backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    world.terminated();
    world.refusal = Optional.of(QUOTA);
    assertThat(world.pass().until()).isPresent();
    assertThat(world.status().phase).isEqualTo("CleanFailed");
    assertThat(world.status().failure.message).contains(QUOTA.message());
  }

  private static RestoreWorld restore(Refusal refusal) {
    Restore restore =
        Documents.of(Documents.RESTORE)
            .with("/spec/target/workload", "{kind: StatefulSet, name: db}")
            .restore();
    restore.getSpec().pod = new PodSettings();
    RestoreWorld world = new RestoreWorld(restore);
    world.refusal = Optional.of(refusal);
    return world;
  }

  @Test
  void ofARestore_forGood_putsTheWorkloadBack() {
    RestoreWorld world = restore(WORDS);
    world.runFor(Duration.ofMinutes(5));
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.status().failure.reason).isEqualTo("JobRefused");
    assertThat(world.status().failure.message).contains(WORDS.message());
    assertThat(world.replicas).isEqualTo(3);
    assertThat(world.started).isEmpty();
  }

  @Test
  void ofARestore_thatMayPass_isRetriedByPolicy_thenPutsTheWorkloadBack() {
    RestoreWorld world = restore(QUOTA);
    world.runFor(Duration.ofMinutes(1));
    assertThat(world.status().phase).isEqualTo("RetryFailed");
    assertThat(world.replicas).isZero();
    world.runFor(Duration.ofMinutes(40));
    assertThat(world.status().phase).isEqualTo("Failed");
    assertThat(world.replicas).isEqualTo(3);
  }
}
