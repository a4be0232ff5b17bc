package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.cluster.Changes;
import io.bactrian.cluster.Cluster;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.bactrian.cluster.Secrets;
import io.bactrian.cluster.Workers;
import io.bactrian.cluster.Workloads;
import io.bactrian.control.ClaimFact;
import io.bactrian.control.Notice;
import io.bactrian.control.Question;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A directory of YAML as a cluster. Documents of its files are the resources; {@code DIR/.bactrian}
 * holds statuses and all else that outlives this process. One process at a time.
 */
public final class DirectoryCluster implements Cluster {
  private final StateDirectory state;
  private final DirectoryResources<Backup> backups;
  private final DirectoryResources<Restore> restores;
  private final DirectoryResources<BackupSchedule> schedules;
  private final KeptDocuments documents;
  private final DirectorySecrets secrets;
  private final DirectoryClaims claims;
  private final JobPlaces places;
  private final JobSecrets jobSecrets;
  private final DirectoryWorkers workers;
  private final EventLog events;
  private final Changes changes = new Changes("directory-changes");
  private final DirectoryWatch watch;

  /**
   * Takes the directory; nothing is watched yet. USAGE where it is none, LOCKED where another
   * process runs it.
   */
  public static DirectoryCluster open(DirectorySettings settings, TaskRunner runner) {
    if (!Files.isDirectory(settings.directory())) {
      throw Failure.usage(
          "'" + settings.directory() + "' is not a directory",
          "name a directory with YAML files, for instance one with a copy of examples/quickstart.yaml");
    }
    StateDirectory state = StateDirectory.take(settings.directory());
    try {
      return new DirectoryCluster(settings, state, runner).loaded();
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  private DirectoryCluster(DirectorySettings settings, StateDirectory state, TaskRunner runner) {
    this.state = state;
    documents = new KeptDocuments(state.path("claims"));
    backups =
        new DirectoryResources<>(
            Backup.class, "Backup", files("backup", Backup.class), changes, documents::keepFor);
    restores =
        new DirectoryResources<>(
            Restore.class, "Restore", files("restore", Restore.class), changes);
    schedules =
        new DirectoryResources<>(
            BackupSchedule.class,
            "BackupSchedule",
            files("backupschedule", BackupSchedule.class),
            changes);
    secrets = new DirectorySecrets(state.path("secret"), documents::secret);
    claims = new DirectoryClaims(settings.directory(), settings.claims(), documents::claim);
    places = new JobPlaces(settings.directory(), claims);
    jobSecrets = new JobSecrets(state.path("secrets"), secrets);
    workers =
        new DirectoryWorkers(
            new WorkerDesk(
                runner, places, jobSecrets, claims, files("jobs", JobState.class), changes),
            settings.workers());
    events = new EventLog(state.path("events.log"));
    watch =
        new DirectoryWatch(
            new Folder(settings.directory(), settings.pollInterval()),
            documents,
            List.of(schedules, backups, restores),
            backups,
            workers,
            events,
            settings.pollInterval());
  }

  private <T> StateFiles<T> files(String name, Class<T> type) {
    return new StateFiles<>(state.path(name), type);
  }

  private DirectoryCluster loaded() {
    try {
      DurableFiles.privateDirectory(state.path("secret"));
      jobSecrets.purge();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    documents.load();
    schedules.load();
    backups.load();
    restores.load();
    workers.load();
    return this;
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
    return new NoWorkloads();
  }

  @Override
  public ClaimFact claim(String namespace, String name, String askingUid) {
    return claims.fact(namespace, name, directory -> workers.users(directory, askingUid));
  }

  @Override
  public void writeCleanPolicy(String namespace, String name, String uid, String cleanPolicy) {
    backups.edit(namespace, name, uid, backup -> backup.getSpec().cleanPolicy = cleanPolicy);
  }

  @Override
  public boolean namespaceEnds(String namespace) {
    return false;
  }

  @Override
  public void tell(ResourceKey about, String uid, Notice notice) {
    events.tell(about, notice);
  }

  @Override
  public void keepOrphan(String path, String why) {
    state.addLine("orphans.log", path + " " + why);
  }

  @Override
  public void start() {
    changes.listen(backups.kind(), changed -> restores.tellAll(DirectoryCluster::notBegun));
    watch.start();
    workers.resume();
    changes.start();
  }

  /** It may have waited for a Backup. */
  private static boolean notBegun(Restore restore) {
    return restore.getStatus() != null && restore.getStatus().attempt == null;
  }

  @Override
  public List<String> unwatched() {
    return watch.healthy() ? List.of() : List.of("the directory");
  }

  /**
   * A question about a repository on a claim as one about the directory where the claim lies: that
   * can be asked from here.
   */
  public Question.Committed reachable(Question.Committed question) {
    return places.reachable(question);
  }

  /** Why files cannot be read, by their names; empty where all is well. */
  Map<String, Failure> malformedFiles() {
    return watch.malformed();
  }

  /**
   * What the files say and is not followed, and why: malformed files, documents whose name another
   * one has, changes of what may not change.
   */
  public List<Failure> faults() {
    return watch.faults();
  }

  /** Whether every file was read and acted upon, deletions included. */
  public boolean caughtUp() {
    return watch.caughtUp();
  }

  /**
   * Whether every change was told, and acted upon by those who were told.
   *
   * @param through whether they are through with all that they were told
   */
  public boolean settled(BooleanSupplier through) {
    return changes.settled(through);
  }

  /** Stops the workers, resumably; another process may take the directory then. */
  @Override
  public void close() {
    watch.close();
    changes.close();
    workers.close();
    try {
      jobSecrets.purge();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      state.close();
    }
  }
}
