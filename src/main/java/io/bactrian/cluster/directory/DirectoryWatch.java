package io.bactrian.cluster.directory;

import io.bactrian.api.Backup;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files every now and then, which works on every file system, and makes resources of
 * them.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
  private static final int LOOKS_TO_BE_ILL = 10;
  private static final int MOST_FIRST_LOOKS = 4;
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(1);

  private final Folder folder;
  private final KeptDocuments documents;
  private final List<DirectoryResources<?>> kinds;
  private final DirectoryResources<Backup> backups;
  private final DirectoryWorkers workers;
  private final DocumentSync sync;
  private final Duration interval;
  private final ScheduledExecutorService clock;
  private volatile Map<String, Failure> malformed = Map.of();
  private volatile List<Failure> faults = List.of();
  private volatile boolean caughtUp;
  private volatile long lastGood = System.nanoTime();
  private boolean troubled;

  DirectoryWatch(
      Folder folder,
      KeptDocuments documents,
      List<DirectoryResources<?>> kinds,
      DirectoryResources<Backup> backups,
      DirectoryWorkers workers,
      EventLog events,
      Duration interval) {
    this.folder = folder;
    this.documents = documents;
    this.kinds = kinds;
    this.backups = backups;
    this.workers = workers;
    this.sync = new DocumentSync(kinds, events);
    this.interval = interval;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "directory-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Looks, then again and again on a thread of its own. Returns when every file was read, one that
   * was written a moment ago too: what a claim or Secret is to be asked must not be lacking for
   * that. Not where one goes on being written for some seconds.
   */
  void start() {
    lookUntilRead();
    kinds.forEach(DirectoryResources::tellAll);
    long millis = interval.toMillis();
    clock.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void lookUntilRead() {
    Duration pause = interval.compareTo(LONGEST_SETTLING) < 0 ? interval : LONGEST_SETTLING;
    try {
      for (int looks = 1; !look() && looks < MOST_FIRST_LOOKS; looks++) {
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether every file was read, or cannot be. */
  private boolean look() {
    try {
      Folder.Said said = folder.look();
      boolean supportChanged = documents.replace(said, backups.list());
      caughtUp = caughtUp && !supportChanged;
      malformed = said.malformed();
      sync.apply(said);
      faults = faults(said);
      documents.renew(backups::list);
      workers.removeOrphans(this::uids);
      if (supportChanged) {
        kinds.forEach(DirectoryResources::tellAll);
      }
      caughtUp = said.unsettled().isEmpty() && documents.settled() && sync.settled();
      lastGood = System.nanoTime();
      troubled = false;
      return said.unsettled().isEmpty();
    } catch (IOException | RuntimeException e) {
      if (!troubled) {
        LOG.error("the directory cannot be read; it is tried again", e);
      }
      troubled = true;
      caughtUp = false;
      return true;
    }
  }

  private List<Failure> faults(Folder.Said said) {
    List<Failure> all = new ArrayList<>(said.malformed().values());
    all.addAll(said.doubled());
    all.addAll(sync.refusals());
    return List.copyOf(all);
  }

  private Set<String> uids() {
    return kinds.stream()
        .flatMap(kind -> kind.list().stream())
        .map((CustomResource<?, ?> resource) -> resource.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  boolean healthy() {
    return System.nanoTime() - lastGood < LOOKS_TO_BE_ILL * interval.toNanos();
  }

  Map<String, Failure> malformed() {
    return malformed;
  }

  List<Failure> faults() {
    return faults;
  }

  /** Also false where a document waits for an older resource of its name to be gone. */
  boolean caughtUp() {
    return caughtUp && kinds.stream().allMatch(this::hasEveryDocument);
  }

  private boolean hasEveryDocument(DirectoryResources<?> kind) {
    return documents.keys(kind.kind()).allMatch(key -> kind.has(key.namespace(), key.name()));
  }

  /** Waits for a look under way. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      clock.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
