package io.bactrian.control;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Statuses are changed on a copy, and written only where that differs. */
public final class Statuses {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Statuses() {}

  /** Deep. */
  @SuppressWarnings("unchecked")
  public static <S> S copy(S status) {
    return (S) MAPPER.convertValue(MAPPER.valueToTree(status), status.getClass());
  }

  public static boolean same(Object one, Object other) {
    return MAPPER.valueToTree(one).equals(MAPPER.valueToTree(other));
  }
}
