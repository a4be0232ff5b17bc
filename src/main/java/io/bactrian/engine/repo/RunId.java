package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The name of one run: {@code 20261121T020000Z-7f3a9c}, a UTC second and six random hex digits. The
 * natural order is that of the bytes, which is that of the seconds.
 */
public record RunId(String text) implements Comparable<RunId> {
  private static final int SECOND_LENGTH = 16;
  private static final int LENGTH = SECOND_LENGTH + 7;
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  public RunId {
    if (!isRunId(text)) {
      throw Failure.usage(
          "'" + text + "' is not a run-id", "a run-id looks like 20261121T020000Z-7f3a9c");
    }
  }

  /** A new run-id whose second is {@code max(now, second of the last one + 1 s)}. */
  public static RunId create(Instant now, Optional<RunId> last, RandomGenerator random) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    Instant lowest = last.map(id -> id.second().plusSeconds(1)).orElse(second);
    Instant chosen = second.isBefore(lowest) ? lowest : second;
    byte[] tail = new byte[3];
    random.nextBytes(tail);
    return new RunId(SECOND.format(chosen) + "-" + HexFormat.of().formatHex(tail));
  }

  /** The run-id that the text is, or empty; never throws. */
  public static Optional<RunId> parse(String text) {
    return isRunId(text) ? Optional.of(new RunId(text)) : Optional.empty();
  }

  public Instant second() {
    return secondOf(text).orElseThrow();
  }

  private static boolean isRunId(String text) {
    if (text == null || text.length() != LENGTH || text.charAt(SECOND_LENGTH) != '-') {
      return false;
    }
    for (int i = SECOND_LENGTH + 1; i < LENGTH; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return secondOf(text).isPresent();
  }

  private static Optional<Instant> secondOf(String text) {
    try {
      return Optional.of(
          LocalDateTime.parse(text.substring(0, SECOND_LENGTH), SECOND).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(RunId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
