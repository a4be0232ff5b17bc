package io.bactrian.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
  private static final ResourceKey KEY = new ResourceKey("Backup", "ns", "a");

  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final Failures failures =
      new Failures(
          Clock.fixed(NOW, ZoneOffset.UTC),
          new Random(1),
          key -> failed.incrementAndGet(),
          key -> conflicts.incrementAndGet());

  private Duration delay(Again again) {
    return Duration.between(NOW, again.at().orElseThrow());
  }

  private Again fail() {
    return failures.failed(KEY, new IllegalStateException("unreachable"));
  }

  @Test
  void delaysDouble_fromASecondToFiveMinutes_eachSpreadByAFifth() {
    for (int expected : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(delay(fail()).toMillis()).isBetween(expected * 800L, expected * 1200L);
    }
    assertThat(failed.get()).isEqualTo(11);
  }

  /** Camel wraps an Error in words that say nothing. */
  @Test
  void theInnermostCause_isInTheLine() {
    Throwable bottom = new NoClassDefFoundError("io/bactrian/Gone");
    assertThat(Failures.text(new IllegalStateException("Exchange[]", bottom)))
        .isEqualTo(
            "IllegalStateException: Exchange[]; at the bottom: NoClassDefFoundError: io/bactrian/Gone");
    assertThat(Failures.text(bottom)).isEqualTo("NoClassDefFoundError: io/bactrian/Gone");
  }

  @Test
  void manyFailures_neverOverflow() {
    Again last = fail();
    for (int i = 0; i < 5000; i++) {
      last = fail();
    }
    assertThat(delay(last)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
  }

  @Test
  void aFailureIsDeafToChangesForASecond_aGoodPassForgetsIt() {
    assertThat(fail().deafUntil()).contains(NOW.plusSeconds(1));
    fail();
    failures.passed(KEY);
    assertThat(delay(fail()).toMillis()).isBetween(800L, 1200L);
  }

  @Test
  void conflictsAreRepeatedAtOnce_untilThereAreTooManyInARow() {
    Conflict conflict = new Conflict("version", null);
    for (int i = 0; i < 8; i++) {
      Again again = failures.conflict(KEY, conflict);
      assertThat(delay(again)).isLessThan(Duration.ofSeconds(7));
      assertThat(again.deafUntil()).isEmpty();
    }
    assertThat(failed.get()).isZero();
    assertThat(failures.conflict(KEY, conflict).deafUntil()).isPresent();
    assertThat(failed.get()).isEqualTo(1);
    assertThat(conflicts.get()).isEqualTo(9);
  }
}
