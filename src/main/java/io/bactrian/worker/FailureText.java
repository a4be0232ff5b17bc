package io.bactrian.worker;

import io.bactrian.engine.failure.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A failure in words.
 *
 * @param causes what lies behind it, each once: causes and suppressed ones, at most twenty
 */
public record FailureText(String failureClass, String message, String hint, List<String> causes) {
  private static final int MAX_CAUSES = 20;

  public static FailureText of(Throwable thrown) {
    if (thrown instanceof Failure failure) {
      return new FailureText(
          failure.failureClass().name(),
          failure.getMessage(),
          failure.hint().orElse(null),
          causes(thrown));
    }
    if (thrown instanceof OutOfMemoryError) {
      return new FailureText(
          "UNEXPECTED", "out of memory: " + thrown.getMessage(), memoryHint(), causes(thrown));
    }
    return new FailureText(
        "UNEXPECTED",
        "unexpected: " + thrown,
        "run it again with --log-level debug and report what it prints",
        causes(thrown));
  }

  private static String memoryHint() {
    return "give it more: BACTRIAN_JAVA_OPTS=-Xmx256m";
  }

  private static List<String> causes(Throwable thrown) {
    Set<String> causes = new LinkedHashSet<>();
    collect(thrown, causes, 0);
    causes.remove(text(thrown));
    return causes.stream().limit(MAX_CAUSES).toList();
  }

  private static void collect(Throwable thrown, Set<String> causes, int depth) {
    if (thrown == null || depth > 10) {
      return;
    }
    causes.add(text(thrown));
    collect(thrown.getCause(), causes, depth + 1);
    for (Throwable suppressed : thrown.getSuppressed()) {
      collect(suppressed, causes, depth + 1);
    }
  }

  private static String text(Throwable thrown) {
    return thrown instanceof Failure ? thrown.getMessage() : thrown.toString();
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("bactrian: " + message);
    causes.forEach(cause -> lines.add("  because: " + cause));
    if (hint != null) {
      lines.add("HINT: " + hint);
    }
    return lines;
  }

  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("class", failureClass);
    map.put("message", message);
    map.put("hint", hint);
    map.put("causes", causes);
    return map;
  }
}
