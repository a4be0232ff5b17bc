package io.bactrian.testing;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.api.WorkerEnd;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is there outside of any operator: resources, Jobs, Events. Outlives the operators that look
 * at it through {@link SimulatedCluster}s. A test makes workers end.
 */
public final class SimulatedWorld {
  final SimulatedStore<Backup> backups = new SimulatedStore<>("Backup", Backup.class);
  final SimulatedStore<Restore> restores = new SimulatedStore<>("Restore", Restore.class);
  final SimulatedStore<BackupSchedule> schedules =
      new SimulatedStore<>("BackupSchedule", BackupSchedule.class);
  final Map<JobKey, Job> jobs = new ConcurrentHashMap<>();
  final Map<String, Map<String, byte[]>> credentials = new ConcurrentHashMap<>();

  /** Every Job that was ever started, in order. */
  public final List<JobOrder> started = new CopyOnWriteArrayList<>();

  public final List<Told> told = new CopyOnWriteArrayList<>();
  public final AtomicInteger progressAsked = new AtomicInteger();
  final Clock clock;

  /** An Event. */
  public record Told(ResourceKey about, Notice notice) {}

  record Job(JobOrder order, JobFact fact) {}

  public SimulatedWorld(Clock clock) {
    this.clock = clock;
  }

  /** A new operator's view. */
  public SimulatedCluster connect() {
    return new SimulatedCluster(this);
  }

  public SimulatedStore<Backup> backups() {
    return backups;
  }

  public SimulatedStore<BackupSchedule> schedules() {
    return schedules;
  }

  /** A Backup with this name and nothing but metadata, to be changed before it is added. */
  public static Backup backup(String name) {
    Backup backup = new Backup();
    backup.setMetadata(new ObjectMetaBuilder().withNamespace("ns").withName(name).build());
    return backup;
  }

  public static ResourceKey key(String name) {
    return new ResourceKey("Backup", "ns", name);
  }

  /** The Job that runs under this name now. */
  public Optional<JobOrder> job(JobKey key) {
    return Optional.ofNullable(jobs.get(key)).map(Job::order);
  }

  /**
   * The worker of this Job ends, as a kubelet would say it, and its resource's watchers hear it.
   */
  public void end(JobKey key, WorkerEnd end) {
    Job job = jobs.get(key);
    boolean good = end.exitCode == 0;
    jobs.put(
        key,
        new Job(
            job.order(),
            new JobFact(
                good ? JobFact.State.SUCCEEDED : JobFact.State.FAILED,
                job.order().order().attempt,
                job.order().order().uid,
                Optional.empty(),
                Optional.of(clock.instant()),
                Optional.of(end),
                Optional.of(end.exitCode),
                good ? "" : "Error")));
    backups.ring(job.order().resourceNamespace(), job.order().order().name);
  }

  boolean start(JobOrder order) {
    JobFact running =
        new JobFact(
            JobFact.State.RUNNING,
            order.order().attempt,
            order.order().uid,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "");
    if (jobs.putIfAbsent(order.job(), new Job(order, running)) != null) {
      return false;
    }
    started.add(order);
    return true;
  }
}
