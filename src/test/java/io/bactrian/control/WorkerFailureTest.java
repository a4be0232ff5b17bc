package io.bactrian.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.WorkerEnd;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerFailureTest {
  private static final JobKey JOB = new JobKey("shop", "backup-redis");

  private static JobFact failed(WorkerEnd end, Integer exitCode, String containerReason) {
    return new JobFact(
        JobFact.State.FAILED,
        1,
        Backups.UID,
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(end),
        Optional.ofNullable(exitCode),
        containerReason);
  }

  /** Container reason, exit code → reason; always transient, and of unknown class. */
  @ParameterizedTest
  @CsvSource({
    "OOMKilled,        137, OOMKilled",
    "Evicted,             , Evicted",
    "Error,            137, Unknown",
    "'',                  , Unknown",
    "DeadlineExceeded,    , DeadlineExceeded",
    "two words,          1, Unknown",
    "Error,              4, Unknown",
  })
  void noWord_isUnknownAndTransient_withEvidence(String container, Integer code, String reason) {
    WorkerFailure failure = WorkerFailure.of(JOB, failed(null, code, container));
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.failureClass()).isEqualTo("unknown");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.evidence()).contains("backup-redis").contains(container).contains("Failed");
    if (code != null) {
      assertThat(failure.evidence()).contains("exit code " + code);
    }
    assertThat(failure.hint()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "transient,   true,  failed,      true",
    "denied,      false, failed,      false",
    "usage,       false, failed,      false",
    "unreadable,  false, failed,      false",
    "interrupted, false, interrupted, true",
    "interrupted, false, failed,      true",
    "locked,      false, failed,      true",
    "transient,        , failed,      true",
    "denied,           , failed,      false",
    "strange,          , failed,      true",
  })
  void ownWord_decides_butForStoppedAndLocked(
      String failureClass, Boolean retryable, String result, boolean expected) {
    WorkerEnd end = Backups.failure(failureClass, "Why", true);
    end.retryable = retryable;
    end.result = result;
    WorkerFailure failure = WorkerFailure.of(JOB, failed(end, 1, ""));
    assertThat(failure.retryable()).isEqualTo(expected);
    assertThat(failure.evidence())
        .contains("condition Failed", "exit code 1", failureClass, "connection reset");
  }

  @Test
  void emptyWord_isStillAFailure() {
    WorkerFailure failure = WorkerFailure.of(JOB, failed(new WorkerEnd(), null, ""));
    assertThat(failure.status().reason).isEqualTo("WorkerFailed");
    assertThat(failure.status().failureClass).isEqualTo("unknown");
    assertThat(failure.retryable()).isTrue();
  }

  @Test
  void lost_saysByWhatLook() {
    assertThat(WorkerFailure.lost(JOB).evidence()).contains("live look");
  }
}
