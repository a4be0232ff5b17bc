package io.bactrian.reconcile.metrics;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.CommonStatus;
import io.bactrian.api.Restore;
import io.bactrian.api.ScheduleStatus;
import io.bactrian.cluster.Cluster;
import io.bactrian.reconcile.metrics.MetricNames.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * What the resources' statuses say, as gauges: right from the start of an operator, gone with the
 * resource. Only the leader shows any, so that sums are right.
 */
public final class StateGauges {
  private final Cluster cluster;
  private final BooleanSupplier leads;
  private final Map<Metric, MultiGauge> gauges = new HashMap<>();

  public StateGauges(MeterRegistry registry, Cluster cluster, BooleanSupplier leads) {
    this.cluster = cluster;
    this.leads = leads;
    Meters meters = new Meters(registry);
    for (Metric metric :
        List.of(
            MetricNames.SCHEDULE_LAST_SUCCESS,
            MetricNames.SCHEDULE_LAST_SIZE,
            MetricNames.SCHEDULE_PAUSED,
            MetricNames.RESOURCES,
            MetricNames.STORAGE_DEBT)) {
      gauges.put(metric, meters.rows(metric));
    }
  }

  /** Reads the caches; cheap, to be called every few seconds. */
  public void refresh() {
    Map<Metric, List<Row<?>>> rows = new HashMap<>();
    gauges.keySet().forEach(metric -> rows.put(metric, new ArrayList<>()));
    if (leads.getAsBoolean()) {
      cluster.schedules().list().forEach(schedule -> addSchedule(schedule, rows));
      addPhases(rows.get(MetricNames.RESOURCES));
      addDebts(rows.get(MetricNames.STORAGE_DEBT));
    }
    rows.forEach((metric, its) -> gauges.get(metric).register(its, true));
  }

  private static void addSchedule(BackupSchedule schedule, Map<Metric, List<Row<?>>> rows) {
    String namespace = schedule.getMetadata().getNamespace();
    String name = schedule.getMetadata().getName();
    ScheduleStatus status =
        schedule.getStatus() == null ? new ScheduleStatus() : schedule.getStatus();
    boolean paused = schedule.getSpec() != null && Boolean.TRUE.equals(schedule.getSpec().pause);
    add(rows, MetricNames.SCHEDULE_LAST_SUCCESS, seconds(status), namespace, name);
    add(rows, MetricNames.SCHEDULE_PAUSED, paused ? 1 : 0, namespace, name);
    if (status.lastSuccessfulSize != null) {
      add(rows, MetricNames.SCHEDULE_LAST_SIZE, status.lastSuccessfulSize, namespace, name);
    }
  }

  private static void add(
      Map<Metric, List<Row<?>>> rows, Metric metric, Number value, String... labels) {
    rows.get(metric).add(Meters.row(metric, value, labels));
  }

  private static long seconds(ScheduleStatus status) {
    try {
      return status.lastSuccessfulTime == null
          ? 0
          : Instant.parse(status.lastSuccessfulTime).getEpochSecond();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  private void addPhases(List<Row<?>> rows) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (Backup backup : cluster.backups().list()) {
      count(counts, "Backup", phase(backup.getStatus()));
    }
    for (Restore restore : cluster.restores().list()) {
      count(counts, "Restore", phase(restore.getStatus()));
    }
    for (BackupSchedule schedule : cluster.schedules().list()) {
      ScheduleStatus status = schedule.getStatus();
      count(counts, "BackupSchedule", status == null ? null : status.phase);
    }
    counts.forEach(
        (labels, count) ->
            rows.add(Meters.row(MetricNames.RESOURCES, count, labels.toArray(String[]::new))));
  }

  private static String phase(CommonStatus status) {
    return status == null ? null : status.phase;
  }

  private static void count(Map<List<String>, Integer> counts, String kind, String phase) {
    counts.merge(List.of(kind, phase == null ? "New" : phase), 1, Integer::sum);
  }

  private void addDebts(List<Row<?>> rows) {
    Map<String, Backup> newest = new TreeMap<>();
    for (Backup backup : cluster.backups().list()) {
      BackupStatus status = backup.getStatus();
      if (status != null && status.debtBytes != null && status.backupName != null) {
        String place = backup.getMetadata().getNamespace() + "/" + status.backupName;
        newest.merge(place, backup, StateGauges::later);
      }
    }
    newest
        .values()
        .forEach(
            backup ->
                rows.add(
                    Meters.row(
                        MetricNames.STORAGE_DEBT,
                        backup.getStatus().debtBytes,
                        backup.getMetadata().getNamespace(),
                        backup.getStatus().backupName)));
  }

  /** Times are RFC 3339 in UTC: their text sorts as they do. */
  private static Backup later(Backup one, Backup other) {
    return text(one).compareTo(text(other)) >= 0 ? one : other;
  }

  private static String text(Backup backup) {
    return backup.getStatus().timeCompleted == null ? "" : backup.getStatus().timeCompleted;
  }
}
