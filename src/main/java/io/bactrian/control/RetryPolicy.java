package io.bactrian.control;

import io.bactrian.api.BackoffRetryPolicy;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.work.Durations;
import java.time.Duration;

/**
 * How often the whole of a backup or restore is tried again, and when.
 *
 * @param min before the first retry; doubles with each
 * @param maxRetries 0: never
 * @param timeout from the first failure
 * @param longest that a delay gets
 */
public record RetryPolicy(Duration min, int maxRetries, Duration timeout, Duration longest) {
  /** Longer than anybody waits; keeps sums within what an Instant holds. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private static final RetryPolicy SNAPSHOT =
      new RetryPolicy(Duration.ofSeconds(300), 2, Duration.ofMinutes(30), FOREVER);
  private static final RetryPolicy LOG =
      new RetryPolicy(Duration.ofSeconds(30), 5, Duration.ofMinutes(30), Duration.ofMinutes(10));

  public static RetryPolicy standard(Mode mode) {
    return mode == Mode.LOG ? LOG : SNAPSHOT;
  }

  /**
   * Each member absent has the mode's default; an explicit 0 of any disables retries. Throws USAGE
   * for a duration that does not parse.
   *
   * @param spec may be null
   */
  public static RetryPolicy of(BackoffRetryPolicy spec, Mode mode) {
    RetryPolicy standard = standard(mode);
    if (spec == null) {
      return standard;
    }
    return new RetryPolicy(
        duration(spec.minRetryDuration, standard.min),
        spec.maxRetryTimes == null ? standard.maxRetries : spec.maxRetryTimes,
        duration(spec.retryTimeout, standard.timeout),
        standard.longest);
  }

  /**
   * As {@link #of}; for a spec that was spoiled while a backup was under way the default of the
   * member that does not parse, and of no other: who says 0 gets no retry.
   */
  public static RetryPolicy orStandard(BackoffRetryPolicy spec, Mode mode) {
    if (spec == null) {
      return standard(mode);
    }
    BackoffRetryPolicy sound = new BackoffRetryPolicy();
    sound.maxRetryTimes = spec.maxRetryTimes;
    sound.minRetryDuration = parses(spec.minRetryDuration) ? spec.minRetryDuration : null;
    sound.retryTimeout = parses(spec.retryTimeout) ? spec.retryTimeout : null;
    return of(sound, mode);
  }

  private static boolean parses(String duration) {
    try {
      return duration == null || !Durations.parse(duration).isNegative();
    } catch (Failure spoiled) {
      return false;
    }
  }

  public boolean disabled() {
    return maxRetries <= 0 || min.isZero() || timeout.isZero();
  }

  /**
   * Before retry {@code number}: {@code min << (number - 1)}, within the bound.
   *
   * @param number from 1
   */
  public Duration delay(int number) {
    Duration delay = min;
    for (int i = 1; i < number && delay.compareTo(longest) < 0; i++) {
      delay = delay.plus(delay);
    }
    return delay.compareTo(longest) > 0 ? longest : delay;
  }

  private static Duration duration(String text, Duration otherwise) {
    Duration value = text == null ? otherwise : Durations.parse(text);
    return value.compareTo(FOREVER) > 0 ? FOREVER : value;
  }
}
