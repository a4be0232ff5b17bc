package io.bactrian.cluster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a watch that is refused does, and says. */
class WatchTroubleTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(WatchTrouble.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private long now = Long.MAX_VALUE; // where a sum would overflow
  private final WatchTrouble trouble = new WatchTrouble("Backup", () -> now);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

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
    assertThat(log.list).isEmpty();
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
  void laterList_isAlwaysTriedAgain_andSaidOnceInTenMinutes() {
    assertThat(trouble.retryAfterException(true, answered(404))).isTrue();
    assertThat(log.list).isEmpty();
    later(WatchTrouble.LASTING);
    assertThat(trouble.retryAfterException(true, answered(404))).isTrue();
    assertThat(trouble.retryAfterException(true, answered(404))).isTrue();
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("knows no Backup", "HINT: ", "kubectl apply -k deploy");
    later(Duration.ofMinutes(11));
    assertThat(trouble.retryAfterException(true, answered(403))).isTrue();
    assertThat(log.list.get(1).getFormattedMessage()).contains("does not let", "roles");
  }

  @Test
  void anOutage_isNotSaid() {
    assertThat(trouble.retryAfterException(true, answered(503))).isTrue();
    assertThat(trouble.retryAfterException(true, new IOException("reset"))).isTrue();
    assertThat(log.list).isEmpty();
  }
}
