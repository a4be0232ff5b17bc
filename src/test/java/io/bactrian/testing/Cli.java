package io.bactrian.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.cli.Bactrian;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** Bactrian as a process of its own, as users run it; for tests that kill, stop and starve it. */
public final class Cli {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> jvm = new ArrayList<>();
  private final List<String> launcher = new ArrayList<>();
  private final Path directory;

  /**
   * @param directory where output is kept
   */
  public Cli(Path directory) {
    this.directory = directory;
  }

  public Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** An option of the JVM, for instance a system property that a faulty Kamelet reads. */
  public Cli jvm(String option) {
    jvm.add(option);
    return this;
  }

  /** Makes what a start by the launcher would make first; another JVM may be at it. */
  public static void warmUp() {
    Program.words();
  }

  /** Runs it in this JVM, which is faster, and where faults can be installed and counted. */
  public static Result here(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Bactrian.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exit = line.execute(arguments);
    return new Result(exit, out.toString(), err.toString(), List.of(arguments));
  }

  /**
   * Words before the command: a program that sets something and then becomes it, as setpriv does.
   */
  public Cli under(String... words) {
    launcher.addAll(List.of(words));
    return this;
  }

  /** Starts it and does not wait. Its pid is that of the JVM. */
  public Running start(String... arguments) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command(arguments));
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      return new Running(builder.start(), out, err, List.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end, two minutes at most. */
  public Result run(String... arguments) {
    return start(arguments).await();
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(Program.words());
    command.addAll(jvm);
    command.add(Bactrian.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** A process under way. */
  public record Running(Process process, Path out, Path err, List<String> arguments) {
    /** SIGKILL. */
    public Result kill() {
      process.destroyForcibly();
      return await();
    }

    /** Sends a signal by name: STOP, CONT, TERM, INT. */
    public void signal(String name) throws IOException, InterruptedException {
      int code =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      assertThat(code).isZero();
    }

    public Result await() {
      try {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
          throw new AssertionError(
              "still running after 120 s: " + arguments + "\n" + Files.readString(err));
        }
        return new Result(
            process.exitValue(), Files.readString(out), Files.readString(err), arguments);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** How a process ended. */
  public record Result(int exit, String out, String err, List<String> arguments) {
    /** Fails the test, with all that was said, if the exit code is another. */
    public Result requireExit(int expected) {
      assertThat(exit).as("%s%n%s%n%s", arguments, out, err).isEqualTo(expected);
      return this;
    }

    /** The document of {@code --output json}. */
    public JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("not one JSON document: " + out + "\n" + err, e);
      }
    }
  }
}
