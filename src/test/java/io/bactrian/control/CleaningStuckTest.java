package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A clean Job whose pod never starts: no node, no image, a Secret that is gone. */
class CleaningStuckTest {
  private final Backup backup = Backups.redis();
  private final World world = new World(backup);

  @BeforeEach
  void aCleanJobThatDoesNotBegin() {
    world.claims.put("data", new ClaimFact(true, List.of("ReadWriteOnce"), List.of()));
    backup.getSpec().cleanPolicy = "Delete";
    world.pass();
    world.succeeds(world.job());
    world.pass();
    backup.getMetadata().setDeletionTimestamp(world.now.toString());
    world.pass();
    world.terminated();
    world.strayPods.clear();
    world.pass();
    world.cleanJob().madeAt = Optional.of(world.now);
    world.cleanJob().containerReason = "Unschedulable: 0/1 nodes are available";
  }

  @Test
  void isSaid_onceItTakesLong() {
    world.after(Duration.ofSeconds(90));
    world.pass();
    assertThat(reconciling()).isEqualTo("Cleaning");
    world.after(Duration.ofSeconds(60));
    world.pass();
    assertThat(reconciling()).isEqualTo("Unschedulable");
    assertThat(world.status().phase).isEqualTo("Clean");
  }

  @Test
  void isATryThatFailed_onceTheLongestPauseIsOver_andTriedAnew() {
    world.after(Duration.ofMinutes(11));
    world.pass();
    assertThat(world.status().phase).isEqualTo("CleanFailed");
    assertThat(world.status().failure.reason).isEqualTo("Unschedulable");
    assertThat(world.status().cleanAttempts).isEqualTo(1);
    world.after(Duration.ofMinutes(1));
    world.pass();
    assertThat(world.cleanJob().state).isEqualTo(JobFact.State.TERMINATING);
    world.terminated();
    world.after(Duration.ofMinutes(1));
    world.pass();
    assertThat(world.cleanJob().attempt).isEqualTo(2);
    world.cleans(world.cleanJob());
    world.pass();
    assertThat(world.gone).isTrue();
  }

  @Test
  void aNamespaceThatEnds_isNotHeldUpByIt() {
    world.namespaceEnds = true;
    for (int minutes = 0; minutes < 40 && !world.gone; minutes++) {
      world.after(Duration.ofMinutes(1));
      world.pass();
    }
    assertThat(world.gone).isTrue();
    assertThat(world.orphans).isNotEmpty();
  }

  private String reconciling() {
    return Conditions.find(world.status().conditions, "Reconciling").orElseThrow().reason;
  }
}
