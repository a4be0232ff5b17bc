package io.bactrian.config;

import io.bactrian.engine.failure.Failure;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 64MiB}, {@code 1GiB}, {@code 500kB}, {@code 1000}. */
public final class Sizes {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18}) ?(B|kB|KB|MB|GB|TB|[KMGT]iB|[KMGTkmgt])?");
  private static final String UNITS = "KMGT";

  private Sizes() {}

  /** Bytes; a bare K, M, G, T is binary. USAGE where it is no size or beyond 2^63. */
  public static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw Failure.usage("'" + text + "' is not a size", "write it as 64MiB, 1GiB or 1000");
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2)));
    } catch (ArithmeticException e) {
      throw Failure.usage("size '" + text + "' is too large", "write it as 64MiB, 1GiB or 1000");
    }
  }

  private static long factor(String unit) {
    if (unit == null || unit.equals("B")) {
      return 1;
    }
    int power = 1 + UNITS.indexOf(unit.toUpperCase(Locale.ROOT).charAt(0));
    boolean decimal = unit.length() == 2;
    return decimal ? (long) Math.pow(1000, power) : 1L << (10 * power);
  }

  /** For people: {@code 1.5 MiB}. */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = Math.min(UNITS.length(), (63 - Long.numberOfLeadingZeros(bytes)) / 10);
    double value = bytes / (double) (1L << (10 * power));
    return String.format(Locale.ROOT, "%.1f %siB", value, UNITS.charAt(power - 1));
  }
}
