package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Two thousand histories of a Backup in a world where everything goes wrong: workers fail in every
 * way, Jobs vanish, the operator is killed between any two steps, clocks jump, events come twice,
 * the resource is deleted. What must hold, {@link Invariants} holds after every single step.
 */
class SimulationTest {
  private static final int HISTORIES = 2000;

  @Test
  void everyHistory_keepsTheInvariants_andComesToAnEnd() {
    int[] ends = new int[4];
    for (long seed = 0; seed < HISTORIES; seed++) {
      ends[run(seed)]++;
    }
    assertThat(ends).as("complete, failed, cleaned, orphaned").doesNotContain(0);
  }

  private static int run(long seed) {
    try {
      History history = new History(new Random(seed));
      history.trouble();
      return history.settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("history of seed " + seed, e);
    }
  }

  @Test
  void hundredEventsWhileARetryIsPending_areNothing() {
    for (long seed = 0; seed < 100; seed++) {
      History history = new History(new Random(seed));
      history.trouble();
      World world = history.world();
      if (world.status() != null
          && Phase.RETRY_FAILED.is(world.status().phase)
          && !history.isDue()) {
        int writes = world.statusWrites;
        for (int i = 0; i < 100; i++) {
          world.pass();
        }
        assertThat(world.statusWrites).isEqualTo(writes);
        assertThat(history.untilDue()).isGreaterThan(Duration.ZERO);
      }
    }
  }
}
