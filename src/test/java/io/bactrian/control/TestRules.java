package io.bactrian.control;

import java.time.Duration;

/** What the built-in properties say, for tests. */
final class TestRules {
  private TestRules() {}

  static Rules standard() {
    return new Rules(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        false,
        "bactrian-system");
  }
}
