package io.bactrian.store;

/** Text from outside, made safe to print. */
final class Shown {
  private static final int LONGEST = 200;

  private Shown() {}

  /** Quoted, control characters replaced, cut. */
  static String key(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    StringBuilder shown = new StringBuilder(cut.length() + 2).append('\'');
    cut.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return shown.append('\'').toString();
  }
}
