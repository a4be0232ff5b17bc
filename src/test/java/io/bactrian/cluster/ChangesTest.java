package io.bactrian.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final ResourceKey KEY = new ResourceKey("Backup", "default", "one");

  private final Changes changes = new Changes("changes-under-test");

  @AfterEach
  void close() {
    changes.close();
  }

  @Test
  void settled_isWhenAllWasToldAndTaken() throws InterruptedException {
    CountDownLatch taking = new CountDownLatch(1);
    CountDownLatch mayTake = new CountDownLatch(1);
    changes.listen(
        "Backup",
        key -> {
          taking.countDown();
          awaitUnless(mayTake);
        });
    assertThat(changes.settled(() -> true)).isTrue();
    changes.tell(KEY);
    assertThat(changes.settled(() -> true)).as("told").isFalse();
    changes.start();
    assertThat(taking.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(changes.settled(() -> true)).as("being taken").isFalse();
    mayTake.countDown();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> changes.settled(() -> true));
    assertThat(changes.settled(() -> false)).as("not by their own word").isFalse();
  }

  private static void awaitUnless(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A consumer that was through a moment ago may have told of a change of its own. */
  @Test
  void whatIsToldWhileConsumersAreAsked_isNotMissed() {
    changes.start();
    assertThat(
            changes.settled(
                () -> {
                  changes.tell(KEY);
                  Awaitility.await()
                      .atMost(Duration.ofMinutes(1))
                      .until(() -> changes.settled(() -> true));
                  return true;
                }))
        .isFalse();
  }
}
