package io.bactrian.config;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.work.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads typed values; each refusal names the property and its value. */
public final class SettingReader {
  private final Resolved resolved;

  public SettingReader(Resolved resolved) {
    this.resolved = resolved;
  }

  String text(String name) {
    return resolved.get(name);
  }

  public int integer(String name, int lowest, int highest) {
    int value = parsed(name, "a whole number", Integer::parseInt);
    requireRange(name, value, lowest, highest, lowest + " to " + highest);
    return value;
  }

  double decimal(String name, double lowest, double highest) {
    double value = parsed(name, "a number", Double::parseDouble);
    requireRange(name, value, lowest, highest, lowest + " to " + highest);
    return value;
  }

  long size(String name, long lowest, long highest) {
    long value = parsed(name, "a size such as 64MiB", Sizes::parse);
    requireRange(
        name,
        (double) value,
        (double) lowest,
        (double) highest,
        Sizes.text(lowest) + " to " + Sizes.text(highest));
    return value;
  }

  Duration duration(String name) {
    return parsed(name, "a duration such as 30s", Durations::parse);
  }

  Duration durationAtLeast(String name, Duration least) {
    Duration value = duration(name);
    if (value.compareTo(least) < 0) {
      throw Failure.usage(
          name + " is '" + text(name) + "', which is too short",
          "use " + least.toMillis() + "ms or more");
    }
    return value;
  }

  Optional<Path> path(String name) {
    if (text(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(parsed(name, "a path", Path::of));
  }

  private <T> T parsed(String name, String kind, Function<String, T> parser) {
    String value = text(name);
    try {
      return parser.apply(value);
    } catch (NumberFormatException | InvalidPathException | Failure e) {
      throw Failure.usage(name + " is '" + value + "', which is not " + kind, hint(name));
    }
  }

  private void requireRange(
      String name, double value, double lowest, double highest, String bounds) {
    if (!(value >= lowest && value <= highest)) {
      throw Failure.usage(
          name + " is '" + text(name) + "', which is out of range", "use " + bounds);
    }
  }

  private static String hint(String name) {
    return "set "
        + name
        + " in the settings file, as "
        + PropertyNames.variable(name)
        + " in the environment, or by --set";
  }
}
