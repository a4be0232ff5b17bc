package io.bactrian.route.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of an operator that hears nothing. */
class DeafnessTest {
  private static final List<String> GONE = List.of("restores.bactrian.io", "pods");

  private final Logger logger = (Logger) LoggerFactory.getLogger(Deafness.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Deafness deafness = new Deafness();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private void look(int times, List<String> unwatched) {
    for (int i = 0; i < times; i++) {
      deafness.look(unwatched);
    }
  }

  @Test
  void aWatchThatIsOpenedAnew_isNoNews() {
    for (int i = 0; i < 5; i++) {
      look(Deafness.LOOKS - 1, GONE);
      look(1, List.of());
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void whatLasts_isSaidOnce_andSoIsItsEnd() {
    look(10 * Deafness.LOOKS, GONE);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("restores.bactrian.io, pods", "HINT: ", "kubectl apply -k deploy");
    look(2, List.of());
    assertThat(log.list).hasSize(2);
    assertThat(log.list.get(1).getFormattedMessage()).contains("watched again");
  }
}
