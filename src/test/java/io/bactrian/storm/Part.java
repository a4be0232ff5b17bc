package io.bactrian.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.api.BackupStatus;
import io.bactrian.api.RetryRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a Backup meets in the storm, and what must have become of it. Its name begins with its part.
 */
enum Part {
  /** Its first worker succeeds. */
  GOOD(8, "Complete", 0),
  /** Its first worker fails, its second succeeds. */
  ONCE(8, "Complete", 1),
  /** All its workers fail; two retries are allowed. */
  NEVER(5, "Failed", 2),
  /** Its worker takes as long as a few operators live. */
  SLOW(3, "Complete", 0),
  /** Its worker fails, and says that nothing will help. */
  DENIED(1, "Failed", 0),
  /** Its worker commits, and dies before it tells anybody. */
  SILENT(2, "Complete", 0);

  static final Duration MIN_RETRY = Duration.ofSeconds(1);
  static final String POLICY =
      "backoffRetryPolicy: {minRetryDuration: 1s, maxRetryTimes: 2, retryTimeout: 1h}";
  private static final int WEIGHTS = 27;

  private final int weight;
  private final String phase;
  private final int retries;

  Part(int weight, String phase, int retries) {
    this.weight = weight;
    this.phase = phase;
    this.retries = retries;
  }

  /** Those that come often are likely. */
  static Part any(RandomGenerator random) {
    int left = random.nextInt(WEIGHTS);
    for (Part part : values()) {
      left -= part.weight;
      if (left < 0) {
        return part;
      }
    }
    throw new IllegalStateException("the weights are more than " + WEIGHTS);
  }

  static Part of(String backup) {
    return valueOf(backup.substring(0, backup.indexOf('-')).toUpperCase(Locale.ROOT));
  }

  String backupName(int number) {
    return name().toLowerCase(Locale.ROOT) + "-" + number;
  }

  /** How its worker ends, and when. */
  CompletableFuture<End> play(Worker worker, Commits commits, RandomGenerator random) {
    int millis = this == SLOW ? 5_000 + random.nextInt(5_000) : random.nextInt(1_500);
    return switch (this) {
      case GOOD, SLOW -> after(millis, End.complete(worker));
      case ONCE -> after(millis, worker.attempt() == 1 ? failed(worker) : End.complete(worker));
      case NEVER -> after(millis, failed(worker));
      case DENIED -> after(millis, End.permanentFailure(worker));
      case SILENT -> commits.commit(worker).handle((end, trouble) -> silent(trouble));
    };
  }

  private static End failed(Worker worker) {
    return End.transientFailure(worker, "connection refused");
  }

  /** Where it did not commit, the test is wrong: it must not end like one that did. */
  private static End silent(Throwable trouble) {
    if (trouble != null) {
      throw new CompletionException(trouble);
    }
    return End.outOfMemory();
  }

  private static CompletableFuture<End> after(int millis, End end) {
    return CompletableFuture.supplyAsync(
        () -> end, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  /** The end that it has to have, its records 1 to n with the delays of the policy, its Jobs. */
  void requireDone(String name, BackupStatus status, List<Integer> attempts) {
    assertThat(status.phase).as(name).isEqualTo(phase);
    List<RetryRecord> records = StatusRules.records(status);
    assertThat(records).as(name).hasSize(retries);
    for (int i = 0; i < retries; i++) {
      RetryRecord record = records.get(i);
      assertThat(record.retryNum).as(name).isEqualTo(i + 1);
      assertThat(between(record.detectFailedAt, record.expectedRetryAt))
          .as(name)
          .isEqualTo(MIN_RETRY.multipliedBy(1L << i));
      assertThat(between(record.expectedRetryAt, record.realRetryAt)).as(name).isPositive();
    }
    assertThat(attempts)
        .as(name)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, retries + 1).boxed().toList());
    if (this == NEVER) {
      assertThat(status.failure.reason).as(name).isEqualTo("ExceededMaxRetries");
    }
  }

  private static Duration between(String from, String to) {
    return Duration.between(Instant.parse(from), Instant.parse(to));
  }
}
