package io.bactrian.reconcile.metrics;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSpec;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import io.bactrian.api.WorkerEnd;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.Keywords;
import io.bactrian.control.Phase;
import io.bactrian.control.Question;
import io.bactrian.reconcile.PassListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what becomes of Backups, by the statuses that are written: each change of state once, by
 * the operator that made it.
 */
public final class BackupMetrics implements PassListener {
  private static final Duration[] RECOVERY = {
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofMinutes(30),
    Duration.ofHours(1),
    Duration.ofHours(4)
  };
  private static final Set<String> ENDS =
      Set.of(Phase.COMPLETE.text(), Phase.FAILED.text(), Phase.INVALID.text());

  /** The mode is the user's text: whatever is none of these must not become a label. */
  private static final Set<String> MODES = Set.of("snapshot", "log");

  private final Meters meters;

  /** Counters that alerts compare over time are there, at 0, from the start. */
  public BackupMetrics(MeterRegistry registry) {
    this.meters = new Meters(registry);
    for (String mode : MODES) {
      meters.counter(MetricNames.BACKUPS, mode);
      meters.counter(MetricNames.RETRY_ATTEMPTS, mode);
      meters.counter(MetricNames.RETRY_SUCCESS, mode);
      meters.counter(MetricNames.RETRY_EXHAUSTED, mode);
      meters.counter(MetricNames.STATE_SYNC, mode);
      meters.counter(MetricNames.COMPLETED, mode, "complete");
      meters.counter(MetricNames.COMPLETED, mode, "failed");
    }
    meters.timer(MetricNames.RECOVERY_DURATION, RECOVERY);
  }

  @Override
  public void wrote(StatusWrite write) {
    if (write.after() instanceof Backup backup && backup.getStatus() != null) {
      BackupStatus before =
          write.before() instanceof BackupStatus status ? status : new BackupStatus();
      countAttempts(mode(backup), before, backup.getStatus());
      countNotices(mode(backup), write);
      if (!Objects.equals(before.phase, backup.getStatus().phase)) {
        countEnd(mode(backup), before, backup.getStatus());
        countBundles(backup, write);
      }
    }
  }

  private void countAttempts(String mode, BackupStatus before, BackupStatus after) {
    int was = before.attempt == null ? 0 : before.attempt;
    int is = after.attempt == null ? 0 : after.attempt;
    if (was == 0 && is > 0) {
      meters.counter(MetricNames.BACKUPS, mode).increment();
    } else if (is > was) {
      meters.counter(MetricNames.RETRY_ATTEMPTS, mode).increment();
    }
  }

  private void countNotices(String mode, StatusWrite write) {
    for (var notice : write.notices()) {
      if (notice.reason().equals(Keywords.RETRY_EXHAUSTED)) {
        meters.counter(MetricNames.RETRY_EXHAUSTED, mode).increment();
      } else if (notice.reason().equals(Keywords.RECOVERED_VIA_STATE_SYNC)
          || notice.reason().equals(Keywords.RECOVERED_VIA_KERNEL_SYNC)) {
        meters.counter(MetricNames.STATE_SYNC, mode).increment();
      }
    }
  }

  private void countEnd(String mode, BackupStatus before, BackupStatus after) {
    if (after.phase == null || !ENDS.contains(after.phase)) {
      return;
    }
    String result = after.phase.toLowerCase(Locale.ROOT);
    meters.counter(MetricNames.COMPLETED, mode, result).increment();
    if (Phase.COMPLETE.is(after.phase)) {
      firstFailure(before)
          .ifPresent(
              failedAt -> {
                meters.counter(MetricNames.RETRY_SUCCESS, mode).increment();
                time(after.timeCompleted)
                    .ifPresent(completed -> recovered(Duration.between(failedAt, completed)));
              });
    }
  }

  private void recovered(Duration took) {
    meters.timer(MetricNames.RECOVERY_DURATION, RECOVERY).record(took);
  }

  private static Optional<Instant> firstFailure(BackupStatus status) {
    return status.backoffRetryStatus == null
        ? Optional.empty()
        : status.backoffRetryStatus.stream()
            .map((RetryRecord record) -> record.detectFailedAt)
            .flatMap(text -> time(text).stream())
            .findFirst();
  }

  private void countBundles(Backup backup, StatusWrite write) {
    String job = backup.getStatus().backupJobName;
    if (job == null) {
      return;
    }
    JobKey key = new JobKey(backup.getMetadata().getNamespace(), job);
    write
        .facts()
        .of(new Question.Job(key))
        .flatMap(JobFact::end)
        .map((WorkerEnd end) -> end.bundleFailures)
        .ifPresent(failures -> countBundles(provider(backup), failures));
  }

  private void countBundles(String store, Map<String, Long> failures) {
    failures.forEach(
        (failureClass, count) ->
            meters
                .counter(MetricNames.BUNDLE_RETRY_ATTEMPTS, store, failureClass)
                .increment(count));
  }

  private static String provider(Backup backup) {
    BackupSpec spec = backup.getSpec();
    return spec == null || spec.storage == null || spec.storage.provider == null
        ? "unknown"
        : spec.storage.provider;
  }

  private static String mode(Backup backup) {
    BackupSpec spec = backup.getSpec();
    String mode = spec == null ? null : spec.mode;
    return mode != null && MODES.contains(mode) ? mode : "snapshot";
  }

  private static Optional<Instant> time(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
