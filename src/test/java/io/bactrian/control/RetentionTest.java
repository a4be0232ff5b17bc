package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.control.Retention.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private static Candidate<String> run(String id, int sequence, int daysOld, boolean good) {
    return new Candidate<>(id, sequence, NOW.minus(Duration.ofDays(daysOld)), good);
  }

  private static final List<Candidate<String>> RUNS =
      List.of(
          run("a", 1, 40, true),
          run("b", 2, 35, true),
          run("c", 3, 10, true),
          run("d", 4, 1, true));

  @Test
  void plan_bothConditions_deletesOnlyWhatFailsBoth() {
    assertThat(new Retention(3, Duration.ofDays(30)).plan(RUNS, NOW)).containsExactly("a");
    assertThat(new Retention(1, Duration.ofDays(30)).plan(RUNS, NOW)).containsExactly("a", "b");
  }

  @Test
  void plan_oneConditionMissing_theOtherDecides() {
    assertThat(new Retention(2, null).plan(RUNS, NOW)).containsExactly("a", "b");
    assertThat(new Retention(null, Duration.ofDays(30)).plan(RUNS, NOW)).containsExactly("a", "b");
  }

  @Test
  void plan_everythingBeyond_newestGoodRunStays() {
    assertThat(new Retention(0, null).plan(RUNS, NOW)).containsExactly("a", "b", "c");
    assertThat(new Retention(null, Duration.ZERO).plan(RUNS, NOW)).containsExactly("a", "b", "c");
  }

  @Test
  void plan_clockThatWentBack_orderGoesBySequence() {
    List<Candidate<String>> runs = List.of(run("new", 9, 300, true), run("old", 1, 1, true));
    assertThat(new Retention(1, null).plan(runs, NOW)).containsExactly("old");
  }

  @Test
  void plan_badRunsNewerThanTheGoodOne_doNotPushItOut() {
    List<Candidate<String>> runs =
        List.of(run("good", 1, 50, true), run("bad", 2, 40, false), run("bad2", 3, 40, false));
    assertThat(new Retention(1, Duration.ofDays(30)).plan(runs, NOW)).isEmpty();
    assertThat(new Retention(0, Duration.ofDays(30)).plan(runs, NOW))
        .containsExactly("bad", "bad2");
  }

  @Test
  void retention_withoutAnyCondition_isWrongUsage() {
    assertThatThrownBy(() -> new Retention(null, null)).hasMessageContaining("neither keep-count");
    assertThatThrownBy(() -> new Retention(-1, null)).hasMessageContaining("-1");
  }
}
