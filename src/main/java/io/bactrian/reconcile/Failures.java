package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a pass that failed is repeated: after 1 s, doubling, at most 5 min, each spread by up to a
 * fifth. A conflict is no failure: it is repeated at once, {@value #FREE_CONFLICTS} times in a row.
 * Remembers only resources whose last pass failed. Thread-safe.
 */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final double SPREAD = 0.2;
  private static final Duration CONFLICT_DELAY = Duration.ofMillis(20);
  private static final int FREE_CONFLICTS = 8;

  private final Map<ResourceKey, Trouble> troubles = new ConcurrentHashMap<>();
  private final Clock clock;
  private final RandomGenerator random;
  private final Consumer<ResourceKey> onFailure;
  private final Consumer<ResourceKey> onConflict;

  private record Trouble(int failures, int conflicts, String message) {
    static final Trouble NONE = new Trouble(0, 0, "");
  }

  /**
   * @param onFailure told of every failed pass, for metrics; {@code onConflict} likewise
   */
  public Failures(
      Clock clock,
      RandomGenerator random,
      Consumer<ResourceKey> onFailure,
      Consumer<ResourceKey> onConflict) {
    this.clock = clock;
    this.random = random;
    this.onFailure = onFailure;
    this.onConflict = onConflict;
  }

  /** A pass ended well. */
  public void passed(ResourceKey key) {
    Trouble trouble = troubles.remove(key);
    if (trouble != null && trouble.failures() > 0) {
      LOG.info("{}: well again after {} failed passes", key, trouble.failures());
    }
  }

  /** A pass failed; logged once until it fails with other words. */
  public Again failed(ResourceKey key, Throwable thrown) {
    onFailure.accept(key);
    String message = text(thrown);
    Trouble before = troubles.getOrDefault(key, Trouble.NONE);
    Trouble after = new Trouble(before.failures() + 1, before.conflicts(), message);
    troubles.put(key, after);
    Duration delay = spread(delay(after.failures()));
    if (!message.equals(before.message())) {
      LOG.warn("{}: pass failed, again in {} ms: {}", key, delay.toMillis(), message);
      LOG.debug("{}: pass failed", key, thrown);
    }
    Instant now = clock.instant();
    return Again.backOff(now.plus(delay), now.plus(FIRST));
  }

  /** Somebody else wrote first. */
  public Again conflict(ResourceKey key, Throwable thrown) {
    onConflict.accept(key);
    Trouble before = troubles.getOrDefault(key, Trouble.NONE);
    int conflicts = before.conflicts() + 1;
    troubles.put(key, new Trouble(before.failures(), conflicts, before.message()));
    if (conflicts > FREE_CONFLICTS) {
      return failed(key, thrown);
    }
    return Again.at(clock.instant().plus(spread(CONFLICT_DELAY.multipliedBy(1L << conflicts))));
  }

  /** What wraps a failure may say nothing: the innermost cause is named too. */
  static String text(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    return inner == thrown ? line(thrown) : line(thrown) + "; at the bottom: " + line(inner);
  }

  private static String line(Throwable thrown) {
    return thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
  }

  private static Duration delay(int failures) {
    int doublings = Math.min(failures - 1, 20);
    Duration delay = FIRST.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  private Duration spread(Duration delay) {
    double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (delay.toNanos() * factor));
  }
}
