package io.bactrian.engine.kit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Runs the machine's own programs: what a stranger would have at hand. */
final class Stock {
  private Stock() {}

  /** How a program ended, and what it said. */
  record Result(int exit, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  /** Runs a program that must succeed; gives what it wrote. */
  static byte[] pipe(byte[] input, String... command) {
    Result result = run(input, null, Map.of(), List.of(command));
    Assertions.assertThat(result.exit()).as("%s: %s", command[0], result.err()).isZero();
    return result.out();
  }

  static Result run(
      byte[] input, Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("stock", ".out");
      Path err = Files.createTempFile("stock", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.directory(directory == null ? null : directory.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      feed(process, input);
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      Result result =
          new Result(
              process.exitValue(),
              Files.readAllBytes(out),
              Files.readString(err, StandardCharsets.ISO_8859_1));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void feed(Process process, byte[] input) throws IOException {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    }
  }

  /** Skips the test on a machine without these programs; fails it where CI promised them. */
  static void require(String... programs) {
    for (String program : programs) {
      Result found = run(new byte[0], null, Map.of(), List.of("sh", "-c", "command -v " + program));
      boolean promised = Boolean.parseBoolean(System.getenv("BACTRIAN_REQUIRE_SERVERS"));
      Assertions.assertThat(found.exit() == 0 || !promised)
          .as("%s must be installed here", program)
          .isTrue();
      Assumptions.assumeTrue(found.exit() == 0, program + " is not installed");
    }
  }
}
