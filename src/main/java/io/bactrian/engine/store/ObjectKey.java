package io.bactrian.engine.store;

import io.bactrian.engine.failure.Failure;
import java.util.regex.Pattern;

/** Which keys are plain. A key is never code: Camel components evaluate keys as expressions. */
public final class ObjectKey {
  /** One segment of a key, and every namespace and backup name. */
  public static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._=-]*");

  private static final Pattern KEY =
      Pattern.compile(SEGMENT.pattern() + "(?:/" + SEGMENT.pattern() + ")*");

  private ObjectKey() {}

  public static boolean isPlain(String key) {
    return KEY.matcher(key).matches() && key.length() <= 900;
  }

  /** The key itself, or a USAGE failure that names it. */
  public static String requirePlain(String key) {
    if (!isPlain(key)) {
      throw Failure.usage(
          "object key '" + key + "' is not plain",
          "use letters, digits and . _ = - in each segment, beginning with a letter or a digit");
    }
    return key;
  }
}
