package io.bactrian.worker;

import io.bactrian.api.WorkerEnd;
import io.bactrian.engine.repo.Debt;
import io.bactrian.engine.repo.DeletionResult;
import io.bactrian.engine.repo.LockRequest;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.RunsOf;
import io.bactrian.engine.repo.TakeOver;
import io.bactrian.engine.store.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a deleted resource left: its committed runs by uid, the runs that the order lists
 * with or without manifests, and what dead runs of the name left that no manifest names. Needs no
 * key. What other runs need stays; with the last run go keys and lock.
 */
final class CleanTask implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(CleanTask.class);
  private final Work work;
  private volatile boolean cancelled;

  CleanTask(Work work) {
    this.work = work;
  }

  @Override
  public void run(WorkerEnd end) {
    work.progress().phase("preparing");
    if (!work.place().directory().map(this::neverMade).orElse(false)) {
      clean(end);
    }
    Ends.complete(end);
  }

  /**
   * As the first backup would have made it. Not where one was stored there, or where its parent is
   * missing too: then a disk is, but no claim.
   */
  private boolean neverMade(Path repository) {
    Path parent = repository.toAbsolutePath().getParent();
    boolean mayBeMissing =
        !Boolean.TRUE.equals(work.order().stored) && parent != null && Files.isDirectory(parent);
    return !Files.exists(repository) && (work.onClaim() || mayBeMissing);
  }

  private void clean(WorkerEnd end) {
    RunsOf ours = new RunsOf(work.uid(), listed());
    Connection connection = RemovalWork.connect(work.connector(), work.place());
    if (isEmpty(connection.retrying())) {
      LOG.info("nothing of '{}' is there", work.layout());
      end.debtBytes = 0L;
      return;
    }
    DeletionResult result =
        RemovalWork.remove(
            connection.runtime(),
            new StoppableStore(connection.retrying(), work.layout().lockDir(), () -> cancelled),
            work.layout(),
            new LockRequest("clean", Optional.of(work.uid()), TakeOver.OWN),
            work.settings().lock().ofWorker(),
            runs -> {
              work.progress().phase("cleaning");
              return ours.apply(runs);
            });
    LOG.info(
        "cleaned '{}': {} objects, {} bytes of {}",
        work.layout(),
        result.objects(),
        result.bytes(),
        result.runs());
    end.debtBytes = result.nameGone() ? 0L : debt(connection.retrying());
  }

  private boolean isEmpty(ObjectStore store) {
    return !store.listAll(work.layout().root()).iterator().hasNext();
  }

  private long debt(ObjectStore store) {
    var trust = Repository.trustWithoutKey(store, work.layout());
    return new Debt(store, work.layout(), trust).bytes();
  }

  private Set<RunId> listed() {
    List<String> runIds = work.order().runIds;
    return runIds == null
        ? Set.of()
        : runIds.stream().flatMap(id -> RunId.parse(id).stream()).collect(Collectors.toSet());
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
