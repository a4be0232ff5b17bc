package io.bactrian.config;

import io.bactrian.control.Rules;
import io.bactrian.engine.failure.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What {@code bactrian.operator.*} says, typed and checked.
 *
 * @param namespaces to watch; empty: all
 * @param namespace of the operator itself
 */
public record OperatorSettings(
    List<String> namespaces, String namespace, int port, Lease lease, Rules rules) {
  private static final String PREFIX = "bactrian.operator.";
  private static final String FALLBACK = "bactrian-system";

  public OperatorSettings {
    namespaces = List.copyOf(namespaces);
  }

  /** Of leader election. */
  public record Lease(
      boolean enabled, Duration duration, Duration renewDeadline, Duration retryPeriod) {}

  /**
   * USAGE, naming property and value, where one is malformed or out of range.
   *
   * @param environment for {@code POD_NAMESPACE} and {@code DISABLE_LOG_BACKUP_RETRY}
   */
  public static OperatorSettings of(Resolved resolved, Map<String, String> environment) {
    SettingReader in = new SettingReader(resolved);
    in.integer(PREFIX + "concurrency", 1, 64);
    String namespace = namespace(in, environment);
    return new OperatorSettings(
        Arrays.stream(in.text(PREFIX + "namespaces").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList(),
        namespace,
        in.integer(PREFIX + "port", 0, 65535),
        lease(in),
        rules(in, namespace, environment));
  }

  private static String namespace(SettingReader in, Map<String, String> environment) {
    String set = in.text(PREFIX + "namespace");
    return set.isEmpty() ? environment.getOrDefault("POD_NAMESPACE", FALLBACK) : set;
  }

  private static Lease lease(SettingReader in) {
    Lease lease =
        new Lease(
            bool(in, PREFIX + "lease.enabled"),
            in.duration(PREFIX + "lease.duration"),
            in.duration(PREFIX + "lease.renew-deadline"),
            in.duration(PREFIX + "lease.retry-period"));
    if (lease.duration().compareTo(lease.renewDeadline()) <= 0
        || lease.renewDeadline().compareTo(lease.retryPeriod()) <= 0) {
      throw Failure.usage(
          "bactrian.operator.lease: duration must be longer than renew-deadline, and that longer"
              + " than retry-period",
          "for instance 15s, 10s and 2s");
    }
    return lease;
  }

  private static Rules rules(SettingReader in, String namespace, Map<String, String> environment) {
    return new Rules(
        in.duration(PREFIX + "progress-interval"),
        in.duration(PREFIX + "clean.min-delay"),
        in.duration(PREFIX + "clean.max-delay"),
        in.duration(PREFIX + "clean.orphan-after"),
        "true".equalsIgnoreCase(environment.get("DISABLE_LOG_BACKUP_RETRY")),
        namespace);
  }

  private static boolean bool(SettingReader in, String name) {
    String value = in.text(name);
    if (!value.equals("true") && !value.equals("false")) {
      throw Failure.usage(name + " is '" + value + "'", "use true or false");
    }
    return value.equals("true");
  }
}
