package io.bactrian.cluster.kube;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Names;
import io.bactrian.api.Restore;
import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.bactrian.cluster.Secrets;
import io.bactrian.cluster.Workers;
import io.bactrian.cluster.Workloads;
import io.bactrian.control.ClaimFact;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster behind an API server. */
public final class KubeCluster implements Cluster {
  private final KubeSettings settings;
  private final Api api;
  private final KubeResources<Backup> backups;
  private final KubeResources<Restore> restores;
  private final KubeResources<BackupSchedule> schedules;
  private final Watch<Job> jobs;
  private final Watch<Pod> pods;
  private final Watch<PersistentVolumeClaim> volumes;
  private final KubeSecrets secrets;
  private final ClaimUsers claims;
  private final KubeWorkloads workloads;
  private final Map<String, Watch<?>> watches = new LinkedHashMap<>();
  private final Orphans orphans;
  private final EventTeller events;
  private final KubeWorkers workers;

  /**
   * @param client of {@link KubeClients}; the caller closes it
   */
  public KubeCluster(KubernetesClient client, KubeSettings settings) {
    this(client, settings, settings.worker().gear().progressPort());
  }

  KubeCluster(KubernetesClient client, KubeSettings settings, int progressPort) {
    this.settings = settings;
    api = new Api(client);
    secrets = new KubeSecrets(client);
    claims = new ClaimUsers(client);
    workloads = new KubeWorkloads(client);
    orphans = new Orphans(client, settings.operatorNamespace());
    events = new EventTeller(client);
    restores = new KubeResources<>(client, Restore.class, settings.namespaces());
    schedules = new KubeResources<>(client, BackupSchedule.class, settings.namespaces());
    backups = new KubeResources<>(client, Backup.class, settings.namespaces());
    List<String> places = workerNamespaces(settings);
    jobs = new Watch<>(client, Job.class, places, Names.UID, Slim::job, (job, gone) -> pass(job));
    pods = new Watch<>(client, Pod.class, places, Names.UID, Slim::pod, (pod, gone) -> pass(pod));
    volumes =
        new Watch<>(
            client,
            PersistentVolumeClaim.class,
            settings.namespaces(),
            "",
            Slim::claim,
            this::claimChanged);
    watches.put("persistentvolumeclaims", volumes); // first: nobody waits yet
    watches.put(backups.crd(), backups.watch());
    watches.put(restores.crd(), restores.watch());
    watches.put(schedules.crd(), schedules.watch());
    watches.put("jobs.batch", jobs);
    watches.put("pods", pods);
    workers =
        new KubeWorkers(
            client,
            new SecretCopies(client, secrets, settings.operatorNamespace()),
            settings.worker(),
            new Progress(progressPort),
            pods::all);
  }

  private static List<String> workerNamespaces(KubeSettings settings) {
    List<String> places = new ArrayList<>(settings.namespaces());
    if (!places.isEmpty()) {
      places.add(settings.operatorNamespace());
    }
    return places;
  }

  /** A change of a Job or pod is one of its resource. */
  private void pass(HasMetadata worker) {
    ResourceMark.read(worker.getMetadata())
        .ifPresent(
            key -> {
              if (key.kind().equals(backups.kind())) {
                backups.tell(key);
              } else if (key.kind().equals(restores.kind())) {
                restores.tell(key);
              }
            });
  }

  private void claimChanged(PersistentVolumeClaim claim, boolean gone) {
    if (!gone) {
      ClaimWaiters.tell(backups, claim);
      ClaimWaiters.tell(restores, claim);
    }
  }

  @Override
  public Resources<Backup> backups() {
    return backups;
  }

  @Override
  public Resources<Restore> restores() {
    return restores;
  }

  @Override
  public Resources<BackupSchedule> schedules() {
    return schedules;
  }

  @Override
  public Workers workers() {
    return workers;
  }

  @Override
  public Secrets secrets() {
    return secrets;
  }

  @Override
  public Workloads workloads() {
    return workloads;
  }

  @Override
  public ClaimFact claim(String namespace, String name, String askingUid) {
    return claims.claim(namespace, name, askingUid);
  }

  @Override
  public void writeCleanPolicy(String namespace, String name, String uid, String cleanPolicy) {
    backups
        .get(namespace, name)
        .filter(backup -> uid.equals(backup.getMetadata().getUid()))
        .ifPresent(backup -> backups.mergeSpec(backup, Map.of("cleanPolicy", cleanPolicy)));
  }

  @Override
  public boolean namespaceEnds(String namespace) {
    return api.get("/api/v1/namespaces/" + Api.name(namespace), Namespace.class)
        .map(found -> found.getMetadata().getDeletionTimestamp() != null)
        .orElse(true);
  }

  @Override
  public void tell(ResourceKey about, String uid, Notice notice) {
    events.tell(about, uid, notice);
  }

  @Override
  public void keepOrphan(String path, String why) {
    orphans.keep(path, why);
  }

  @Override
  public void start() {
    Starting starting = new Starting(settings.startTimeout());
    watches.forEach((what, watch) -> starting.await(watch.start(), what));
    backups.startTelling();
    restores.startTelling();
    schedules.startTelling();
  }

  @Override
  public List<String> unwatched() {
    return watches.entrySet().stream()
        .filter(watch -> !watch.getValue().healthy())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    backups.close();
    restores.close();
    schedules.close();
    jobs.close();
    pods.close();
    volumes.close();
    events.close();
  }
}
