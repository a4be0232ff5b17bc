package io.bactrian.worker;

import io.bactrian.api.ProgressStatus;
import io.bactrian.engine.work.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** How far a worker has come, and how fast it was over the last half minute. Thread-safe. */
final class ProgressMeter {
  private static final long WINDOW = Duration.ofSeconds(30).toNanos();
  private static final long LEAST = Duration.ofSeconds(1).toNanos();

  private final Progress progress;
  private final LongSupplier estimate;
  private final LongSupplier nanos;
  private final long bundleSize;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long at, long bytes) {}

  /**
   * @param estimate of all bytes where the work itself does not say; -1 while unknown
   * @param nanos a monotonic clock
   * @param bundleSize bytes of one bundle at most, to guess how many there will be
   */
  ProgressMeter(Progress progress, LongSupplier estimate, LongSupplier nanos, long bundleSize) {
    this.progress = progress;
    this.estimate = estimate;
    this.nanos = nanos;
    this.bundleSize = bundleSize;
    samples.add(new Sample(nanos.getAsLong(), 0));
  }

  synchronized ProgressStatus status() {
    long done = progress.bytesDone() + progress.bytesKept();
    long total = progress.bytesTotal() >= 0 ? progress.bytesTotal() : estimate.getAsLong();
    ProgressStatus status = new ProgressStatus();
    status.phase = progress.phase();
    status.bundlesDone = progress.itemsDone();
    status.bytesDone = done;
    status.bytesPerSecond = rate(done);
    status.updatedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    if (total >= 0) {
      addTotal(status, Math.max(total, done));
    }
    return status;
  }

  private void addTotal(ProgressStatus status, long total) {
    long left = total - status.bytesDone;
    status.bytesTotal = total;
    status.bundlesTotal = status.bundlesDone + (left + bundleSize - 1) / bundleSize;
    status.percent = (total == 0 ? 100 : (long) (100.0 * status.bytesDone / total)) + "%";
    if (status.bytesPerSecond > 0) {
      status.eta = text(left / status.bytesPerSecond);
    }
  }

  private long rate(long done) {
    long now = nanos.getAsLong();
    while (samples.size() > 1 && now - samples.peekFirst().at() > WINDOW) {
      samples.removeFirst();
    }
    Sample oldest = samples.peekFirst();
    if (now - samples.peekLast().at() >= LEAST) {
      samples.addLast(new Sample(now, done));
    }
    double seconds = (now - oldest.at()) / 1e9;
    return seconds <= 0 ? 0 : Math.max(0, (long) ((done - oldest.bytes()) / seconds));
  }

  /** {@code 12s}, {@code 4m10s}, {@code 2h5m}. */
  static String text(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    return seconds < 3600
        ? seconds / 60 + "m" + seconds % 60 + "s"
        : seconds / 3600 + "h" + seconds / 60 % 60 + "m";
  }
}
