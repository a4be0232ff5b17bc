package io.bactrian.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Stock tools that tests check our formats with. */
public final class Tools {
  private Tools() {}

  /** What a tool that ran to its end said. */
  public record Result(int exitCode, byte[] output, String errors) {
    public boolean ok() {
      return exitCode == 0;
    }
  }

  /** Skips the test, with one line that says why, where a tool is not installed. */
  public static void require(String... tools) {
    for (String tool : tools) {
      if (!installed(tool)) {
        String reason = "SKIPPED: '" + tool + "' is not installed on this machine";
        System.err.println(reason);
        Assumptions.abort(reason);
      }
    }
  }

  public static boolean installed(String tool) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
  }

  /** Runs a command with a file (or nothing, where null) as its input; at most two minutes. */
  public static Result run(Path input, List<String> command) {
    Path out = null;
    Path err = null;
    try {
      out = Files.createTempFile("tool", ".out");
      err = Files.createTempFile("tool", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command.get(0) + " does not end");
      }
      return new Result(process.exitValue(), Files.readAllBytes(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      delete(out);
      delete(err);
    }
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
