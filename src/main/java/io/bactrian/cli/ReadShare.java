package io.bactrian.cli;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.verify.Share;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of the data {@code verify} reads, as it is written: {@code 1/7}. */
final class ReadShare {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  private ReadShare() {}

  /** USAGE where it is no share, or more than all. */
  static Share parse(String text) {
    Matcher matcher = SHARE.matcher(text);
    if (matcher.matches()) {
      Share share =
          new Share(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      if (share.parts() >= 1 && share.parts() <= share.of()) {
        return share;
      }
    }
    throw Failure.usage(
        "--read-data '" + text + "' is not a part of the whole",
        "write --read-data for everything, or for instance --read-data=1/7");
  }
}
