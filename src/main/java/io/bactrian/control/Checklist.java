package io.bactrian.control;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;
import io.bactrian.engine.work.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gathers what is wrong with a spec, field by field. Not thread-safe. */
final class Checklist {
  private static final int SHOWN = 80;
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final String DNS_LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern DNS_NAME = Pattern.compile(DNS_LABEL + "(?:\\." + DNS_LABEL + ")*");
  private static final int LONGEST_DNS_NAME = 253;
  private static final String DURATION_HINT = "write it as 500ms, 30s, 5m, 2h or 30d";
  private static final String SEGMENT_HINT =
      "use letters, digits and . _ = -, beginning with a letter or a digit";

  private final List<Problem> problems = new ArrayList<>();

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The message is written after the quoted value. */
  void bad(String field, Object value, String message, String hint) {
    String shown = shown(String.valueOf(value));
    problems.add(new Problem(field, shown, "'" + shown + "' " + message, hint));
  }

  /** For values that may hold a secret: never shown. */
  void badUnseen(String field, String message, String hint) {
    problems.add(new Problem(field, "", message, hint));
  }

  void missing(String field, String hint) {
    problems.add(new Problem(field, "", "is missing", hint));
  }

  /** Whether there is a value; where not, that is noted. */
  boolean require(String field, String value, String hint) {
    if (isBlank(value)) {
      missing(field, hint);
      return false;
    }
    return true;
  }

  void oneOf(String field, String value, List<String> allowed) {
    if (value != null && !allowed.contains(value)) {
      bad(field, value, "is not known", "use one of " + String.join(", ", allowed));
    }
  }

  void notNegative(String field, Integer value) {
    if (value != null && value < 0) {
      bad(field, value, "is negative", "use 0 or more");
    }
  }

  void duration(String field, String text) {
    if (text != null && parse(text).isEmpty()) {
      bad(field, text, "is not a duration, or is longer than 100 years", DURATION_HINT);
    }
  }

  /** The duration, where it is one and at most 100 years. */
  static Optional<Duration> parse(String text) {
    try {
      return Optional.of(Durations.parse(text)).filter(value -> value.compareTo(LONGEST) <= 0);
    } catch (Failure | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** A bucket or another single segment of a place. */
  void segment(String field, String value) {
    if (value != null && !ObjectKey.SEGMENT.matcher(value).matches()) {
      bad(field, value, "is not plain", SEGMENT_HINT);
    }
  }

  void key(String field, String value) {
    if (value != null && !value.isEmpty() && !ObjectKey.isPlain(value)) {
      bad(field, value, "is not plain", SEGMENT_HINT + ", in each segment; no slash at the ends");
    }
  }

  /** Name of an object of the cluster, which must be there. */
  void objectName(String field, String value, String hint) {
    if (require(field, value, hint)) {
      dnsName(field, value, LONGEST_DNS_NAME);
    }
  }

  void namespace(String field, String value) {
    if (value != null && (value.length() > 63 || !value.matches(DNS_LABEL))) {
      bad(field, value, "is not the name of a namespace", "use small letters, digits and -");
    }
  }

  void dnsName(String field, String value, int longest) {
    if (value.length() > longest) {
      bad(
          field,
          value,
          "has " + value.length() + " characters, which is too long",
          "use up to " + longest + " characters");
    } else if (!DNS_NAME.matcher(value).matches()) {
      bad(field, value, "is not a plain name", "use small letters, digits, - and .");
    }
  }

  static boolean isBlank(String value) {
    return value == null || value.isBlank();
  }

  /** Short, and on one line. */
  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
