package io.bactrian.control;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times of a status: RFC 3339, UTC, to the millisecond. */
public final class Times {
  /** By so much may clocks of two operators differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private Times() {}

  /** The time that the text is, or empty; never throws. */
  public static Optional<Instant> parse(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The latest of now and these times, so that what is written never lies before what stands. */
  public static Instant latest(Instant now, String... stamps) {
    Instant latest = now;
    for (String stamp : stamps) {
      Instant time = parse(stamp).orElse(latest);
      latest = time.isAfter(latest) ? time : latest;
    }
    return latest;
  }

  /**
   * Whether a timer has run out. One that is further away than it was ever set, and a minute more,
   * was set by a clock that ran ahead, and counts as run out; so does one that is not there.
   *
   * @param length that the timer was set to, at most
   */
  public static boolean due(String at, Duration length, Instant now) {
    return parse(at)
        .map(time -> !now.isBefore(time) || now.plus(length).plus(SKEW).isBefore(time))
        .orElse(true);
  }
}
