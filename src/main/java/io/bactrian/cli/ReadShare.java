package io.bactrian.cli;

import io.bactrian.engine.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of the data {@code verify} reads: {@code parts} of {@code of}. */
record ReadShare(int parts, int of) {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  /** USAGE where it is no share, or more than all. */
  static ReadShare parse(String text) {
    Matcher matcher = SHARE.matcher(text);
    if (matcher.matches()) {
      ReadShare share =
          new ReadShare(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      if (share.parts >= 1 && share.parts <= share.of) {
        return share;
      }
    }
    throw Failure.usage(
        "--read-data '" + text + "' is not a part of the whole",
        "write --read-data for everything, or for instance --read-data=1/7");
  }
}
