package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.FailureStatus;
import io.bactrian.cli.RunStanding.Outlook;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunStandingTest {
  private final Backup backup = new Backup();
  private final BackupStatus status = new BackupStatus();

  private RunStanding standing(String phase) {
    backup.getMetadata().setNamespace("shop");
    backup.getMetadata().setName("redis");
    status.phase = phase;
    backup.setStatus(status);
    return RunStanding.of(backup);
  }

  private RunStanding cleaning(Duration untilRetry) {
    backup.getMetadata().setDeletionTimestamp("2026-11-21T02:00:00Z");
    status.cleanRetryAt = Instant.now().plus(untilRetry).toString();
    return standing("CleanFailed");
  }

  @Test
  void aCleaningThatIsDue_isNotTheEnd_oneThatWaitsIs() {
    assertThat(cleaning(Duration.ofMinutes(-1)).outlook()).isEqualTo(Outlook.ACTIVE);
    assertThat(cleaning(Duration.ofMinutes(5)).outlook()).isEqualTo(Outlook.BAD);
    status.cleanRetryAt = null;
    assertThat(standing("CleanFailed").outlook()).isEqualTo(Outlook.BAD);
    assertThat(standing("Clean").outlook()).isEqualTo(Outlook.ACTIVE);
  }

  @Test
  void whatFailed_isToldWithItsHint() {
    status.failure = new FailureStatus();
    status.failure.message = "no such thing";
    status.failure.hint = "make it";
    assertThat(standing("Failed").lines())
        .containsExactly(
            "Failed        Backup shop/redis  no such thing", "              HINT: make it");
    assertThat(standing("RetryFailed").lines()).hasSize(1);
  }
}
