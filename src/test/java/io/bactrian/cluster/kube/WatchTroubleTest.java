package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What a watch that is refused does. */
class WatchTroubleTest {
  private long now = Long.MAX_VALUE; // where a sum would overflow
  private final WatchTrouble trouble = new WatchTrouble(() -> now);

  private static Throwable answered(int code) {
    return new CompletionException(new KubernetesClientException("no", code, null));
  }

  @Test
  void firstList_thatCanNeverBe_isNotTriedAgain_onceThatIsSureAndNotOfAMoment() {
    assertThat(trouble.retryAfterException(false, answered(403))).isTrue();
    later(WatchTrouble.LASTING.minusMillis(1));
    assertThat(trouble.retryAfterException(false, answered(404))).isTrue();
    later(Duration.ofMillis(1));
    assertThat(trouble.retryAfterException(false, answered(404))).isFalse();
  }

  @Test
  void aRefusal_thatSomethingElseCameAfter_countsAnew() {
    assertThat(trouble.retryAfterException(false, answered(403))).isTrue();
    later(WatchTrouble.LASTING);
    assertThat(trouble.retryAfterException(false, answered(503))).isTrue();
    assertThat(trouble.retryAfterException(false, answered(403))).isTrue();
  }

  private void later(Duration time) {
    now += time.toNanos();
  }

  @Test
  void laterList_isAlwaysTriedAgain() {
    assertThat(trouble.retryAfterException(true, answered(404))).isTrue();
    later(WatchTrouble.LASTING);
    assertThat(trouble.retryAfterException(true, answered(404))).isTrue();
    assertThat(trouble.retryAfterException(true, new IOException("reset"))).isTrue();
  }
}
