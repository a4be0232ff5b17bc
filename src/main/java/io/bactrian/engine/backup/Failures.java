package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.util.List;

/** Many causes as one failure that names them all. */
final class Failures {
  private Failures() {}

  /** The cause, named after the object and its attempts. */
  static Failure of(String label, int attempts, Throwable cause) {
    String tries = attempts == 1 ? "1 attempt" : attempts + " attempts";
    String message = label + " failed after " + tries + ": " + words(cause);
    if (cause instanceof Failure failure) {
      return Failure.of(failure.failureClass(), message, failure.hint().orElse(null), cause);
    }
    return Failure.of(FailureClass.TRANSIENT, message, null, cause);
  }

  private static String words(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /**
   * Throws nothing if there is none. The gravest class stands for all: what a retry cannot mend
   * before what it may.
   */
  static void throwIfAny(String what, List<Throwable> causes) {
    if (causes.isEmpty()) {
      return;
    }
    Throwable gravest =
        causes.stream()
            .filter(c -> c instanceof Failure f && !f.failureClass().retryable())
            .findFirst()
            .orElse(causes.get(0));
    Failure first = gravest instanceof Failure f ? f : of(what, 1, gravest);
    StringBuilder message = new StringBuilder(what);
    for (Throwable cause : causes) {
      message.append(": ").append(words(cause));
    }
    Failure all =
        Failure.of(first.failureClass(), message.toString(), first.hint().orElse(null), first);
    causes.stream().filter(c -> c != gravest).forEach(all::addSuppressed);
    throw all;
  }

  /** For a backup that is to hold files as they were at one moment. */
  static Failure unclean(SourceReport report) {
    List<String> changed = report.changed();
    List<String> vanished = report.vanished();
    String first = changed.isEmpty() ? vanished.get(0) : changed.get(0);
    return Failure.of(
        FailureClass.TRANSIENT,
        (changed.size() + vanished.size())
            + " files changed or vanished while they were read, '"
            + first
            + "' among them",
        "quiesce what writes there, exclude it, or leave consistency.enabled out");
  }

  static Failure interrupted() {
    return Failure.of(
        FailureClass.INTERRUPTED,
        "interrupted",
        "the same command carries on where this one stopped");
  }
}
