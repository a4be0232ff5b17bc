package io.bactrian.config;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;

/** Which prefixes a repository may have inside its bucket. */
public final class Prefixes {
  private Prefixes() {}

  /** The prefix without slashes around it, or a USAGE failure that names it; "" for none. */
  public static String require(String prefix) {
    String bare = prefix.replaceFirst("^/+", "").replaceFirst("/+$", "");
    if (!bare.isEmpty() && !ObjectKey.isPlain(bare)) {
      throw Failure.usage(
          "prefix '" + bare + "' is not plain",
          "use letters, digits and . _ = - in each segment, beginning with a letter or a digit");
    }
    return bare;
  }
}
