package io.bactrian.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Signals that tests send: what this process was started to ignore, its children ignore too. */
public final class Signals {
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

  private Signals() {}

  /** Skips the test where a signal would not be heard. */
  public static void requireReaching(String signal) throws IOException {
    assumeThat(isIgnored(NUMBERS.get(signal)))
        .as("SIG%s reaches the tests (a shell ignores SIGINT for what it starts with &)", signal)
        .isFalse();
  }

  private static boolean isIgnored(int number) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .replaceFirst("SigIgn:\\s*", "");
    return (Long.parseUnsignedLong(mask, 16) >> (number - 1) & 1) == 1;
  }
}
