package io.bactrian.reconcile.metrics;

import java.util.List;

/**
 * Every metric of the operator: the reference in docs/reference/metrics.md is made from it, and
 * alerts and dashboards may use nothing else. No label ever holds an instance id.
 */
public final class MetricNames {
  private MetricNames() {}

  /** How a metric behaves, and which series it has. */
  public enum Type {
    COUNTER(List.of("")),
    GAUGE(List.of("")),
    /** A histogram in seconds. */
    TIMER(List.of("_bucket", "_count", "_sum", "_max"));

    private final List<String> suffixes;

    Type(List<String> suffixes) {
      this.suffixes = suffixes;
    }
  }

  /**
   * @param name as Prometheus sees it
   * @param labels in addition to those that the scraper adds
   */
  public record Metric(String name, Type type, List<String> labels, String description) {
    public Metric {
      labels = List.copyOf(labels);
    }

    /** The series that a scrape shows. */
    public List<String> series() {
      return type.suffixes.stream().map(suffix -> name + suffix).toList();
    }

    /** Without the ending that Micrometer adds by itself. */
    String meter() {
      return switch (type) {
        case COUNTER -> name.replaceFirst("_total$", "");
        case TIMER -> name.replaceFirst("_seconds$", "");
        case GAUGE -> name;
      };
    }
  }

  public static final Metric BACKUPS =
      counter("bactrian_backup_total", List.of("mode"), "Backups begun: first attempts.");

  public static final Metric COMPLETED =
      counter(
          "bactrian_backup_completed_total",
          List.of("mode", "result"),
          "Backups that came to an end; result is complete, failed or invalid.");

  public static final Metric RETRY_ATTEMPTS =
      counter(
          "bactrian_backup_retry_attempts_total",
          List.of("mode"),
          "Retries of whole backups that were started.");

  public static final Metric RETRY_SUCCESS =
      counter(
          "bactrian_backup_retry_success_total",
          List.of("mode"),
          "Backups that completed after a failure that a retry was planned for.");

  public static final Metric RETRY_EXHAUSTED =
      counter(
          "bactrian_backup_retry_exhausted_total",
          List.of("mode"),
          "Backups given up: maxRetryTimes reached, or retryTimeout passed.");

  public static final Metric RECOVERY_DURATION =
      timer(
          "bactrian_backup_recovery_duration_seconds",
          List.of(),
          "From the first failure of a backup to its success.");

  public static final Metric STATE_SYNC =
      counter(
          "bactrian_backup_recovered_total",
          List.of("mode"),
          "Backups found committed though their worker never said so: completed without a new Job.");

  public static final Metric BUNDLE_RETRY_ATTEMPTS =
      counter(
          "bactrian_bundle_retry_attempts_total",
          List.of("store", "class"),
          "Attempts of bundles that failed, as workers report them at their end; store is the"
              + " provider, class that of the failure.");

  public static final Metric SCHEDULE_LAST_SUCCESS =
      gauge(
          "bactrian_schedule_last_success_timestamp_seconds",
          List.of("namespace", "schedule"),
          "When the newest good backup of a schedule was finished; 0: none yet. Goes with the"
              + " schedule.");

  public static final Metric SCHEDULE_LAST_SIZE =
      gauge(
          "bactrian_schedule_last_success_size_bytes",
          List.of("namespace", "schedule"),
          "Bytes of data in the newest good backup of a schedule.");

  public static final Metric SCHEDULE_PAUSED =
      gauge(
          "bactrian_schedule_paused",
          List.of("namespace", "schedule"),
          "1 while a schedule is paused.");

  public static final Metric RESOURCES =
      gauge(
          "bactrian_resources",
          List.of("kind", "phase"),
          "Resources there are, by kind and phase.");

  public static final Metric STORAGE_DEBT =
      gauge(
          "bactrian_storage_debt_bytes",
          List.of("namespace", "name"),
          "Stored bytes of a backup name that no committed run needs, as its newest backup saw them;"
              + " the next backup or prune sweeps them.");

  public static final Metric RECONCILE_DURATION =
      timer(
          "bactrian_reconcile_duration_seconds",
          List.of("controller"),
          "One pass over one resource.");

  public static final Metric RECONCILE_ERRORS =
      counter(
          "bactrian_reconcile_errors_total",
          List.of("controller"),
          "Passes that failed and are tried again with back-off.");

  public static final Metric RECONCILE_CONFLICTS =
      counter(
          "bactrian_reconcile_conflicts_total",
          List.of("controller"),
          "Passes begun again at once, since somebody else wrote the resource first.");

  public static final Metric QUEUE_DEPTH =
      gauge("bactrian_queue_depth", List.of("controller"), "Resources that wait for a pass now.");

  public static final Metric TIMERS =
      gauge(
          "bactrian_queue_timers",
          List.of("controller"),
          "Resources that have a time to be looked at again.");

  public static final Metric LEADER =
      gauge("bactrian_leader", List.of(), "1 on the operator that leads, 0 on the others.");

  public static final List<Metric> ALL =
      List.of(
          BACKUPS,
          COMPLETED,
          RETRY_ATTEMPTS,
          RETRY_SUCCESS,
          RETRY_EXHAUSTED,
          RECOVERY_DURATION,
          STATE_SYNC,
          BUNDLE_RETRY_ATTEMPTS,
          SCHEDULE_LAST_SUCCESS,
          SCHEDULE_LAST_SIZE,
          SCHEDULE_PAUSED,
          RESOURCES,
          STORAGE_DEBT,
          RECONCILE_DURATION,
          RECONCILE_ERRORS,
          RECONCILE_CONFLICTS,
          QUEUE_DEPTH,
          TIMERS,
          LEADER);

  private static Metric counter(String name, List<String> labels, String description) {
    return new Metric(name, Type.COUNTER, labels, description);
  }

  private static Metric gauge(String name, List<String> labels, String description) {
    return new Metric(name, Type.GAUGE, labels, description);
  }

  private static Metric timer(String name, List<String> labels, String description) {
    return new Metric(name, Type.TIMER, labels, description);
  }
}
