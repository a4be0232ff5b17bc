package io.bactrian.route.operator;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.reconcile.Answers;
import io.bactrian.reconcile.ClusterSignals;
import io.bactrian.reconcile.Deeds;
import io.bactrian.reconcile.Failures;
import io.bactrian.reconcile.PassListener;
import io.bactrian.reconcile.Reconciler;
import io.bactrian.reconcile.RestoresOf;
import io.bactrian.reconcile.ScheduleOf;
import io.bactrian.reconcile.WorkQueue;
import io.bactrian.reconcile.metrics.BackupMetrics;
import io.bactrian.reconcile.metrics.PassMetrics;
import io.bactrian.reconcile.metrics.StateGauges;
import io.bactrian.route.RuntimeSpec;
import io.bactrian.store.Stores;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator: watches from its start, works while it leads. Closing it ends the passes under way
 * and then gives the lead back.
 */
public final class Operator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

  /** Errors first: a route passes over a configuration that comes after it, and says nothing. */
  private static final List<String> ROUTE_FILES =
      List.of("errors.yaml", "reconcile.yaml", "schedule.yaml");

  private static final int LOOK_SECONDS = 10;

  private final OperatorSpec spec;
  private final Map<String, WorkQueue> queues;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PassMetrics passMetrics;
  private final ScheduledExecutorService clockwork;
  private volatile Camel camel;

  private Operator(OperatorSpec spec) {
    this.spec = spec;
    this.queues =
        Map.of(
            "backups", new WorkQueue(spec.clock()),
            "restores", new WorkQueue(spec.clock()),
            "schedules", new WorkQueue(spec.clock()));
    queues.values().forEach(queue -> queue.hold(WorkQueue.Hold.NOT_LEADING));
    this.passMetrics = new PassMetrics(registry, spec.leadership()::leads);
    this.clockwork = Executors.newSingleThreadScheduledExecutor(Operator::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "bactrian-gauges");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns when the cluster is known; works as soon as it leads. */
  public static Operator start(OperatorSpec spec) {
    Operator operator = new Operator(spec);
    try {
      operator.start();
      return operator;
    } catch (RuntimeException e) {
      operator.close();
      throw e;
    }
  }

  private void start() {
    Cluster cluster = spec.cluster();
    feed();
    RuntimeSpec camelSpec = new RuntimeSpec(ROUTE_FILES, beans(), spec.resolved());
    camel =
        spec.port().isPresent()
            ? Camel.serving(camelSpec, spec.port().getAsInt())
            : Camel.quiet(camelSpec);
    cluster.start();
    StateGauges gauges = new StateGauges(registry, cluster, spec.leadership()::leads);
    Deafness deafness = new Deafness();
    clockwork.scheduleWithFixedDelay(
        () -> look(deafness, gauges), 1, LOOK_SECONDS, TimeUnit.SECONDS);
    spec.leadership().campaign(this::lead, this::lose);
  }

  /** Changes are kept from now on, whoever leads. */
  private void feed() {
    Cluster cluster = spec.cluster();
    cluster.backups().onChange(this::backupChanged);
    cluster.restores().onChange(queues.get("restores")::add);
    cluster.schedules().onChange(queues.get("schedules")::add);
    passMetrics.watch(cluster.backups().kind(), queues.get("backups"));
    passMetrics.watch(cluster.restores().kind(), queues.get("restores"));
    passMetrics.watch(cluster.schedules().kind(), queues.get("schedules"));
  }

  private void backupChanged(ResourceKey backup) {
    queues.get("backups").add(backup);
    Cluster cluster = spec.cluster();
    ScheduleOf.backup(backup, cluster.schedules().kind()).ifPresent(queues.get("schedules")::add);
    RestoresOf.backup(backup, cluster.restores().list(), cluster.restores().kind())
        .forEach(queues.get("restores")::add);
  }

  private Map<String, Object> beans() {
    Health health = new Health(spec.cluster());
    return Map.of(
        "bactrian-component",
        new BactrianComponent(queues),
        "reconcile",
        steps(),
        "metricsRegistry",
        registry,
        "bactrian-ready",
        health.ready(),
        "bactrian-alive",
        health.alive());
  }

  private ReconcileSteps steps() {
    Cluster cluster = spec.cluster();
    List<PassListener> listeners = new ArrayList<>(spec.listeners());
    listeners.add(passMetrics);
    listeners.add(new BackupMetrics(registry));
    Reconciler.Ends ends =
        new Reconciler.Ends(
            new Answers(cluster, spec.runs(), this::knowsProvider),
            new Deeds(cluster),
            new ClusterSignals(cluster),
            PassListener.all(listeners),
            spec.clock());
    OperatorSpec.Controllers controllers = spec.controllers();
    return new ReconcileSteps(
        new Reconciler<Backup>(cluster.backups(), controllers.backups(), ends),
        new Reconciler<Restore>(cluster.restores(), controllers.restores(), ends),
        new Reconciler<BackupSchedule>(cluster.schedules(), controllers.schedules(), ends),
        new Failures(
            spec.clock(),
            RandomGenerator.getDefault(),
            passMetrics::failed,
            passMetrics::conflict));
  }

  private boolean knowsProvider(String provider) {
    return Stores.knows(camel.context(), provider);
  }

  private void lead() {
    queues.values().forEach(queue -> queue.release(WorkQueue.Hold.NOT_LEADING));
    LOG.info("leading");
  }

  private void lose() {
    queues.values().forEach(queue -> queue.hold(WorkQueue.Hold.NOT_LEADING));
    spec.leadershipLost().run();
    LOG.error("the lead is lost; another operator may have it: this one does nothing more");
  }

  private void look(Deafness deafness, StateGauges gauges) {
    try {
      deafness.look(spec.cluster().unwatched()).ifPresent(LOG::warn);
      gauges.refresh();
    } catch (RuntimeException e) {
      LOG.warn("gauges were not refreshed: {}", e.toString());
    }
  }

  /** Whether every change it heard of was acted upon; what is to be done later does not count. */
  public boolean idle() {
    return queues.values().stream().allMatch(WorkQueue::idle);
  }

  /** For whoever scrapes without the port. */
  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Passes under way end, at most {@value Camel#STOP_SECONDS} s; then the lead is given back. */
  @Override
  public void close() {
    queues.values().forEach(queue -> queue.hold(WorkQueue.Hold.SUSPENDED));
    clockwork.shutdownNow();
    if (camel != null) {
      camel.close();
    }
    spec.leadership().close();
  }
}
