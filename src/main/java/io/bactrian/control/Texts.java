package io.bactrian.control;

import java.util.Locale;

/** Words for statuses: bounded, on one line. */
public final class Texts {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final String ELLIPSIS = "…";

  private Texts() {}

  /**
   * The text on one line, cut at the end so that it takes at most {@code bytes} within a JSON
   * document, whoever writes that (an API server escapes angle brackets, Jackson writes surrogate
   * pairs as two escapes). Never cuts a character in two. Null stays null.
   *
   * @param bytes at least 3, for the ellipsis
   */
  public static String cut(String text, int bytes) {
    if (text == null) {
      return null;
    }
    String line =
        text.codePoints()
            .map(Texts::plain)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    int room = bytes - cost(ELLIPSIS.codePointAt(0));
    int used = 0;
    int keep = 0;
    for (int at = 0; at < line.length(); ) {
      int point = line.codePointAt(at);
      used += cost(point);
      at += Character.charCount(point);
      keep = used <= room ? at : keep;
      if (used > bytes) {
        return line.substring(0, keep) + ELLIPSIS;
      }
    }
    return line;
  }

  /** Control characters would be escaped; half a surrogate pair is no character at all. */
  private static int plain(int point) {
    boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    return half ? '?' : Character.isISOControl(point) ? ' ' : point;
  }

  /** Bytes that a character takes in JSON as UTF-8, at most. */
  private static int cost(int point) {
    if (point == '<' || point == '>' || point == '&' || point == 0x2028 || point == 0x2029) {
      return 6;
    }
    if (point == '"' || point == '\\') {
      return 2;
    }
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 12;
  }

  /** For people: {@code 512 B}, {@code 1.2 GiB}. */
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** The word if it can stand as a condition's reason; else the other. */
  public static String reason(String word, String otherwise) {
    return word != null && word.matches("[A-Za-z][A-Za-z0-9]{0,62}") ? word : otherwise;
  }
}
