package io.bactrian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What {@code show --output json} and a backup's own document say of a run. */
final class Shown {
  private Shown() {}

  static long totals(JsonNode shown, String member) {
    assertThat(shown.path("totals").has(member)).as(member).isTrue();
    return shown.path("totals").path(member).asLong();
  }

  static String runId(JsonNode json) {
    return json.path("runId").asText();
  }

  static String changes(JsonNode shown) {
    return totals(shown, "added")
        + " added, "
        + totals(shown, "changed")
        + " changed, "
        + totals(shown, "gone")
        + " gone";
  }
}
