package io.bactrian.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/**
 * Where a verb speaks. Of all reports only the first is printed, so that a signal and an end that
 * come together give one JSON document.
 */
final class Console {
  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean once;

  Console(CommandLine command, boolean json) {
    this(command.getOut(), command.getErr(), json, Interruption.listening());
  }

  Console(PrintWriter out, PrintWriter err, boolean json, boolean once) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.once = once;
  }

  /** One line on stderr. */
  void say(String line) {
    err.println(line);
    err.flush();
  }

  /** One line for people: on stdout, or on stderr where stdout belongs to the document. */
  void tell(String line) {
    PrintWriter writer = json ? err : out;
    writer.println(line);
    writer.flush();
  }

  /** Prints the report in the form asked for. */
  int report(Report report) {
    if (once && !REPORTED.compareAndSet(false, true)) {
      return report.exitCode();
    }
    report.errorText().forEach(err::println);
    err.flush();
    if (json) {
      out.println(document(report));
    } else {
      report.text().forEach(out::println);
    }
    out.flush();
    settle(report);
    return report.exitCode();
  }

  private void settle(Report report) {
    try {
      report.told();
    } catch (RuntimeException e) {
      say("WARNING: " + e.getMessage());
    }
  }

  private static String document(Report report) {
    try {
      return new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(report.members());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report does not print as JSON", e);
    }
  }
}
