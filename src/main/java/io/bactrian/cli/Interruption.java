package io.bactrian.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.function.IntConsumer;
import sun.misc.Signal;

/**
 * SIGINT and SIGTERM end the process with 130 and 143 and the line that says how to go on. What was
 * stored stays; shutdown hooks run.
 */
final class Interruption {
  private static volatile boolean listening;
  private static volatile IntConsumer heir;

  private Interruption() {}

  static void listen(String[] args) {
    listening = true;
    Signal.handle(new Signal("INT"), signal -> end(args, 130));
    Signal.handle(new Signal("TERM"), signal -> end(args, 143));
  }

  /** From now on a signal ends nothing: it is handed over, with the exit code it stands for. */
  static void handOver(IntConsumer to) {
    heir = to;
  }

  /** From now on a signal ends the process again. */
  static void takeBack() {
    heir = null;
  }

  /** As if a signal had come, for whoever took them over. */
  static void pretend(int exitCode) {
    heir.accept(exitCode);
  }

  /** Whether this process is a command of its own, not a command line inside another program. */
  static boolean listening() {
    return listening;
  }

  private static void end(String[] args, int exitCode) {
    IntConsumer to = heir;
    if (to != null) {
      to.accept(exitCode);
      return;
    }
    List<String> words = List.of(args);
    boolean json = words.contains("json") || words.contains("--output=json");
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    String verb = words.isEmpty() ? "" : words.get(0);
    new Console(out, err, json, true).report(Report.interrupted(verb, exitCode));
    System.exit(exitCode);
  }
}
