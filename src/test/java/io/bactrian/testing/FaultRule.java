package io.bactrian.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** One line of a {@link FaultPlan}: which operations it meets, and what happens to them. */
final class FaultRule {
  private final String operation;
  private final Pattern keys;
  private final int first;
  private final int last;
  private final int every;
  private final boolean perKey;
  private final String fault;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  /**
   * @param settings members of one rule: {@code op}, {@code keys}, {@code at}, {@code per-key},
   *     {@code fault}
   */
  FaultRule(Map<String, String> settings) {
    operation = settings.getOrDefault("op", "*");
    keys = Pattern.compile(settings.getOrDefault("keys", ".*"));
    perKey = Boolean.parseBoolean(settings.getOrDefault("per-key", "false"));
    fault = settings.get("fault");
    String at = settings.getOrDefault("at", "*");
    if (at.equals("*")) {
      first = 1;
      last = Integer.MAX_VALUE;
      every = 1;
    } else if (at.startsWith("every:")) {
      every = Integer.parseInt(at.substring("every:".length()));
      first = every;
      last = Integer.MAX_VALUE;
    } else {
      String[] bounds = at.split("-");
      first = Integer.parseInt(bounds[0]);
      last = Integer.parseInt(bounds[bounds.length - 1]);
      every = 1;
    }
  }

  /** The fault for this operation, or null; counts it. */
  String meet(String op, String key) {
    if (!(operation.equals("*") || operation.equals(op)) || !keys.matcher(key).matches()) {
      return null;
    }
    int n = counts.computeIfAbsent(perKey ? key : "", any -> new AtomicInteger()).incrementAndGet();
    return n >= first && n <= last && (n - first) % every == 0 ? fault : null;
  }
}
