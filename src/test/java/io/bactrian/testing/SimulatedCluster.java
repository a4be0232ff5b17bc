package io.bactrian.testing;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.ProgressStatus;
import io.bactrian.api.Restore;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Workload;
import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.bactrian.cluster.Secrets;
import io.bactrian.cluster.Workers;
import io.bactrian.cluster.Workloads;
import io.bactrian.control.ClaimFact;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import io.bactrian.control.Notice;
import io.bactrian.control.SecretFact;
import io.bactrian.control.SecretUse;
import io.bactrian.control.WorkloadFact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One operator's view of a {@link SimulatedWorld}; closing it leaves the world as it is. */
public final class SimulatedCluster implements Cluster, Workers, Secrets, Workloads {
  private final SimulatedWorld world;
  private volatile boolean healthy = true;

  SimulatedCluster(SimulatedWorld world) {
    this.world = world;
  }

  public void healthy(boolean is) {
    healthy = is;
  }

  @Override
  public Resources<Backup> backups() {
    return world.backups;
  }

  @Override
  public Resources<Restore> restores() {
    return world.restores;
  }

  @Override
  public Resources<BackupSchedule> schedules() {
    return world.schedules;
  }

  @Override
  public Workers workers() {
    return this;
  }

  @Override
  public Secrets secrets() {
    return this;
  }

  @Override
  public Workloads workloads() {
    return this;
  }

  @Override
  public JobFact look(JobKey job) {
    return Optional.ofNullable(world.jobs.get(job))
        .map(SimulatedWorld.Job::fact)
        .orElseGet(JobFact::absent);
  }

  @Override
  public List<String> livePods(String namespace, String uid) {
    return world.jobs.values().stream()
        .filter(job -> job.order().order().uid.equals(uid) && !job.fact().ended())
        .map(job -> job.order().job().name() + "-pod")
        .toList();
  }

  @Override
  public boolean start(JobOrder order) {
    return world.start(order);
  }

  @Override
  public void remove(JobKey job) {
    world.jobs.remove(job);
  }

  @Override
  public Optional<ProgressStatus> progress(JobKey job) {
    world.progressAsked.incrementAndGet();
    return Optional.empty();
  }

  @Override
  public ClaimFact claim(String namespace, String name, String askingUid) {
    return new ClaimFact(true, List.of("ReadWriteOnce"), List.of());
  }

  @Override
  public SecretFact fact(String asking, SecretReference secret, List<String> members) {
    return SecretFact.USABLE;
  }

  @Override
  public Optional<Map<String, byte[]>> read(String asking, SecretReference secret) {
    return Optional.of(Map.of());
  }

  @Override
  public void makeKey(String namespace, SecretReference secret, String member) {
    world.credentials.putIfAbsent(secret.name, Map.of(member, new byte[0]));
  }

  @Override
  public void keep(String askingNamespace, SecretUse secret, SecretReference copy) {
    world.credentials.put(copy.name, Map.of());
  }

  @Override
  public void drop(SecretReference copy) {
    world.credentials.remove(copy.name);
  }

  @Override
  public void writeCleanPolicy(String namespace, String name, String uid, String cleanPolicy) {
    throw new UnsupportedOperationException("no schedule lets a Backup go here");
  }

  @Override
  public WorkloadFact fact(String namespace, Workload workload) {
    return new WorkloadFact(false, 0, 0, 0);
  }

  @Override
  public void scale(String namespace, Workload workload, int replicas) {
    throw new UnsupportedOperationException("no workload is there");
  }

  @Override
  public boolean namespaceEnds(String namespace) {
    return false;
  }

  @Override
  public void tell(ResourceKey about, String uid, Notice notice) {
    world.told.add(new SimulatedWorld.Told(about, notice));
  }

  @Override
  public void keepOrphan(String path, String why) {
    throw new UnsupportedOperationException("no namespace ends");
  }

  @Override
  public void start() {
    world.backups.ringAll();
    world.restores.ringAll();
    world.schedules.ringAll();
  }

  @Override
  public List<String> unwatched() {
    return healthy ? List.of() : List.of("backups.bactrian.io");
  }

  @Override
  public void close() {
    world.backups.disconnect();
    world.restores.disconnect();
    world.schedules.disconnect();
  }
}
