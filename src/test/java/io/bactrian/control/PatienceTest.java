package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatienceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // missing for, cluster, machine
    "UNTOLD, PT0S,    PT5S,    PT30S",
    "UNTOLD, PT10S,   PT5S,    PT30S",
    "UNTOLD, PT11S,   PT5.5S,  PT30S",
    "UNTOLD, PT2M,    PT1M,    PT30S",
    "UNTOLD, PT10M,   PT5M,    PT30S",
    "UNTOLD, P30D,    PT5M,    PT30S",
    "UNTOLD, PT-3H,   PT5S,    PT30S", // a clock that went back
    "TOLD,   PT0S,    PT1H,    PT30S",
    "TOLD,   P30D,    PT1H,    PT30S",
  })
  void next(Patience patience, Duration missing, Duration cluster, Duration machine) {
    assertThat(patience.next(NOW.minus(missing), NOW, false)).isEqualTo(cluster);
    assertThat(patience.next(NOW.minus(missing), NOW, true)).isEqualTo(machine);
  }
}
