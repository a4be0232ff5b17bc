package io.bactrian.control;

import io.bactrian.api.FailureStatus;
import java.util.List;
import java.util.stream.Collectors;

/** Problems of a spec, as a status tells them. */
public final class Problems {
  private static final int SHOWN = 5;

  private Problems() {}

  /** For a condition: the first five, in one line each. */
  public static String text(List<Problem> problems) {
    String shown =
        problems.stream().limit(SHOWN).map(Problem::text).collect(Collectors.joining("; "));
    int more = problems.size() - SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  /** Holds each hint once. */
  public static FailureStatus failure(List<Problem> problems) {
    String hints =
        problems.stream()
            .limit(SHOWN)
            .map(Problem::hint)
            .filter(hint -> !hint.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    return WorkCase.failure("usage", Keywords.INVALID_SPEC, text(problems), hints);
  }
}
