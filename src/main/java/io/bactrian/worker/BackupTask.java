package io.bactrian.worker;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.config.Settings;
import io.bactrian.engine.backup.BackupOutcome;
import io.bactrian.engine.backup.BackupRequest;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.Debt;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.TakeOver;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.work.AttemptRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the run that the order names. Where a run of the same uid is committed already, whatever
 * its run-id, that run is the answer: so a worker that died after its commit costs nothing.
 */
final class BackupTask implements Task {
  private static final Logger LOG = LoggerFactory.getLogger(BackupTask.class);
  private static final int DEBT_SECONDS = 15;

  private final Work work;
  private volatile BackupWork backup;
  private volatile boolean cancelled;

  BackupTask(Work work) {
    this.work = work;
  }

  @Override
  public void run(WorkerEnd end) {
    BackupRequest request = request();
    work.place().directory().ifPresent(this::createDirectory);
    BackupWork opened = BackupWork.open(work.connector(), work.place(), request, work.progress());
    backup = opened;
    if (cancelled) {
      opened.run().cancel();
    }
    try {
      BackupOutcome outcome = opened.finish();
      Ends.committed(end, outcome.manifest());
      attempts(end, opened);
      end.debtBytes = outcome.swept() ? Long.valueOf(0) : debt(opened.connection().once());
      if (!outcome.notice().isEmpty()) {
        LOG.info("{}", outcome.notice());
      }
    } catch (RuntimeException e) {
      failed(end, opened, e);
      throw e;
    }
  }

  private void failed(WorkerEnd end, BackupWork opened, RuntimeException e) {
    String runId = opened.run().runId();
    end.runId = runId.isEmpty() ? null : runId;
    attempts(end, opened);
    boolean othersWrite =
        e instanceof Failure failure && failure.failureClass() == FailureClass.LOCKED;
    if (!cancelled && !othersWrite && end.runId != null) {
      end.debtBytes = debt(opened.connection().once());
    }
  }

  private static void attempts(WorkerEnd end, BackupWork opened) {
    end.bundleAttempts = opened.run().bundleAttempts();
    Map<String, Long> failures =
        opened.run().attempts().stream()
            .filter(attempt -> attempt.failureClass() != null)
            .filter(attempt -> attempt.object().startsWith("bundle "))
            .collect(groupingBy(AttemptRecord::failureClass, TreeMap::new, counting()));
    end.bundleFailures = failures.isEmpty() ? null : failures;
  }

  /** In a claim, which is there, every directory is ours to make. */
  private void createDirectory(Path repository) {
    if (work.onClaim()) {
      work.make(repository);
    } else {
      BackupWork.createDirectory(repository);
    }
  }

  /** Null where it cannot be known now, or not soon: a store in trouble may be slow. */
  private Long debt(ObjectStore store) {
    FutureTask<Long> asking =
        new FutureTask<>(
            () -> {
              var trust = Repository.trustWithoutKey(store, work.layout());
              return new Debt(store, work.layout(), trust).bytes();
            });
    Thread thread = new Thread(asking, "debt");
    thread.setDaemon(true);
    thread.start();
    try {
      return asking.get(DEBT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("what {} holds in vain is not known: {}", work.layout(), e.getMessage());
      return null;
    }
  }

  private BackupRequest request() {
    WorkerOrder order = work.order();
    Settings settings = work.settings();
    Algorithm algorithm = work.algorithm();
    Path source = SourceDirectory.require(work.dataDirectory(), work.place().repository());
    return new BackupRequest(
        source,
        work.place().namespace(),
        work.layout().name(),
        new BackupRequest.Asker(Optional.of(work.uid()), runId(order)),
        new BackupRequest.Selection(
            order.exclude == null ? List.of() : order.exclude,
            false,
            false,
            order.attempt > 1 ? TakeOver.OWN : TakeOver.DEAD,
            work.strict()),
        new BackupRequest.Packing(
            settings.format(),
            settings.compressionLevel(),
            algorithm,
            algorithm.encrypts() ? work.key() : Optional.empty()),
        BackupWork.limits(settings, settings.lock().ofWorker()),
        work.place().describe(),
        work.place().directory());
  }

  private static Optional<RunId> runId(WorkerOrder order) {
    return order.runIds == null || order.runIds.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunId(order.runIds.get(0)));
  }

  @Override
  public void cancel() {
    cancelled = true;
    BackupWork opened = backup;
    if (opened != null) {
      opened.run().cancel();
    }
  }
}
