package io.bactrian.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.ProgressStatus;
import io.bactrian.engine.work.Progress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicLong estimate = new AtomicLong(-1);
  private final Progress progress = new Progress();
  private final ProgressMeter meter =
      new ProgressMeter(progress, estimate::get, now::get, 64 << 20);

  private ProgressStatus after(long seconds, long bytes) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    progress.advance(bytes);
    return meter.status();
  }

  @Test
  void unknownTotal_noPercentAndNoEta() {
    ProgressStatus status = after(2, 200 << 20);
    assertThat(status.bytesPerSecond).isEqualTo(100 << 20);
    assertThat(status.bytesTotal).isNull();
    assertThat(status.percent).isNull();
    assertThat(status.eta).isNull();
  }

  @Test
  void rate_isThatOfTheLastHalfMinute() {
    estimate.set(1L << 40);
    for (int i = 0; i < 10; i++) {
      after(10, 1000 << 20);
    }
    assertThat(meter.status().bytesPerSecond).isEqualTo(100 << 20);
    ProgressStatus status = null;
    for (int i = 0; i < 4; i++) {
      status = after(10, 10 << 20);
    }
    assertThat(status.bytesPerSecond).isEqualTo(1 << 20);
  }

  @Test
  void whatIsKept_countsAsDone_andATotalThatWasGuessedTooLowGrows() {
    estimate.set(1000);
    progress.keep(500);
    ProgressStatus status = after(1, 0);
    assertThat(status.percent).isEqualTo("50%");
    assertThat(status.eta).isEqualTo("1s");
    status = after(1, 700);
    assertThat(status.bytesTotal).isEqualTo(1200);
    assertThat(status.percent).isEqualTo("100%");
  }

  @Test
  void stalled_hasNoEta() {
    estimate.set(1000);
    after(1, 500);
    after(40, 0);
    ProgressStatus status = after(40, 0);
    assertThat(status.bytesPerSecond).isZero();
    assertThat(status.eta).isNull();
  }

  @Test
  void text_isWhatPeopleWrite() {
    assertThat(ProgressMeter.text(12)).isEqualTo("12s");
    assertThat(ProgressMeter.text(250)).isEqualTo("4m10s");
    assertThat(ProgressMeter.text(7_500)).isEqualTo("2h5m");
  }
}
