package io.bactrian.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of this same program as a process of its own, with the same Java and options. */
final class DemoChild {
  private final List<String> arguments;

  DemoChild(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /**
   * How it ended.
   *
   * @param output what it wrote to stdout
   * @param log where its stderr is
   */
  record Result(List<String> arguments, int exitCode, String output, Path log) {

    void requireSuccess() {
      if (exitCode != 0) {
        throw Failure.of(
            FailureClass.TRANSIENT,
            "'bactrian " + arguments.get(0) + "' ended with exit code " + exitCode,
            "its output is in " + log);
      }
    }

    /** A number of its JSON document. */
    long number(String member) throws IOException {
      return new ObjectMapper().readTree(output).path(member).asLong();
    }
  }

  /** Starts it; stderr goes to the log, stdout beside it. */
  Process start(Path log) throws IOException {
    return new ProcessBuilder(command())
        .redirectError(log.toFile())
        .redirectOutput(outputOf(log).toFile())
        .start();
  }

  Result run(Path log) throws IOException, InterruptedException {
    int exitCode = start(log).waitFor();
    return new Result(arguments, exitCode, Files.readString(outputOf(log)), log);
  }

  private static Path outputOf(Path log) {
    return log.resolveSibling(log.getFileName() + ".out");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-XX:ArchiveClassesAtExit"))
        .filter(option -> !option.startsWith("-Dbactrian.terminal"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bactrian.class.getName()));
    command.addAll(arguments);
    return command;
  }
}
