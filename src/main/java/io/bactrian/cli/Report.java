package io.bactrian.cli;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.worker.FailureText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a verb ended: one JSON document, or lines for people. The members {@code verb, name, runId,
 * result, exitCode, bytesNew, bytesReused, attempts} are always there.
 */
public final class Report {
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final int exitCode;
  private final Throwable failure;
  private Runnable whenTold = () -> {};

  private Report(String verb, String result, int exitCode, Throwable failure) {
    this.exitCode = exitCode;
    this.failure = failure;
    members.put("verb", verb);
    members.put("name", null);
    members.put("runId", null);
    members.put("result", result);
    members.put("exitCode", exitCode);
    members.put("bytesNew", 0L);
    members.put("bytesReused", 0L);
    members.put("attempts", 0L);
  }

  /** Exit 0. */
  public static Report complete(String verb) {
    return new Report(verb, "complete", 0, null);
  }

  /** Exit 3: complete, but something changed or vanished while it was read. */
  public static Report changed(String verb) {
    return new Report(verb, "changed", 3, null);
  }

  /** The exit code of the failure's class; 1 for what nobody foresaw. */
  public static Report failed(String verb, Throwable thrown) {
    FailureClass failureClass =
        thrown instanceof Failure failure ? failure.failureClass() : FailureClass.TRANSIENT;
    String result = failureClass == FailureClass.INTERRUPTED ? "interrupted" : "failed";
    return new Report(verb, result, failureClass.exitCode(), thrown)
        .with("error", FailureText.of(thrown).toMap());
  }

  /** Exit 130 or 143: a signal ended it. */
  static Report interrupted(String verb, int exitCode) {
    Failure failure =
        Failure.of(FailureClass.INTERRUPTED, "interrupted", "the same command carries on");
    return new Report(verb, "interrupted", exitCode, failure)
        .with("error", FailureText.of(failure).toMap());
  }

  /** Sets a member of the JSON document: a string, number, boolean, list or map. */
  public Report with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /** Adds a line for people. */
  public Report line(String text) {
    lines.add(text);
    return this;
  }

  public Report lines(List<String> texts) {
    lines.addAll(texts);
    return this;
  }

  /** What is done once this is printed; a failure of it changes nothing. */
  Report whenTold(Runnable action) {
    whenTold = action;
    return this;
  }

  void told() {
    whenTold.run();
  }

  int exitCode() {
    return exitCode;
  }

  Map<String, Object> members() {
    return members;
  }

  /** What a person reads on stdout. */
  List<String> text() {
    return lines;
  }

  /** What a person reads on stderr; empty where nothing failed. */
  List<String> errorText() {
    return failure == null ? List.of() : FailureText.of(failure).lines();
  }
}
