package io.bactrian.cluster.directory;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.engine.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Job and the thread that does it. Its state belongs to the monitor of {@link
 * DirectoryWorkers}.
 */
final class RunningJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

  private final JobState state;
  private final DirectoryWorkers workers;
  private final WorkerDesk desk;
  private volatile TaskRunner.Task task;
  private volatile boolean stopped;
  private TaskRunner.Task done;
  private boolean busy;

  RunningJob(JobState state, DirectoryWorkers workers, WorkerDesk desk) {
    this.state = state;
    this.workers = workers;
    this.desk = desk;
  }

  @Override
  public void run() {
    JobFact.State came = JobFact.State.FAILED;
    try {
      if (!workers.begin(this)) {
        return;
      }
      state.end = work();
      came = state.end.exitCode == 0 ? JobFact.State.SUCCEEDED : came;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      LOG.error("worker {} died", state.key(), e);
      state.reason = e instanceof OutOfMemoryError ? "OOMKilled" : "Error";
    }
    if (workers.settle(this, came) && done != null) {
      done.told();
    }
    workers.ended(this);
  }

  private WorkerEnd work() throws IOException {
    WorkerOrder order = Formats.copy(state.order, WorkerOrder.class);
    try {
      desk.places().set(state, order);
      try (JobSecrets.Mounted mounted = desk.secrets().mount(state, order)) {
        LOG.debug("worker {} begins, secrets in {}", state.key(), mounted);
        return run(desk.runner().open(order));
      }
    } catch (Failure e) {
      return end(e);
    }
  }

  private WorkerEnd run(TaskRunner.Task opened) {
    task = opened;
    if (stopped) {
      opened.stop();
    }
    try {
      WorkerEnd end = opened.run();
      done = opened;
      return end;
    } finally {
      task = null;
      Thread.interrupted(); // what stopped the task must not stop the writing of its end
    }
  }

  /** For what went wrong before the worker itself could say so. */
  private static WorkerEnd end(Failure failure) {
    WorkerEnd end = new WorkerEnd();
    end.result = "failed";
    end.exitCode = failure.failureClass().exitCode();
    end.failureClass = failure.failureClass().name().toLowerCase(Locale.ROOT);
    end.reason = "WorkerNotStarted";
    end.message = failure.getMessage();
    end.hint = failure.hint().orElse(null);
    end.retryable = failure.failureClass().retryable();
    return end;
  }

  JobKey key() {
    return state.key();
  }

  ResourceKey resource() {
    return state.resource();
  }

  JobFact fact() {
    return state.fact();
  }

  boolean pending() {
    return state.state == JobFact.State.PENDING;
  }

  boolean running() {
    return state.state == JobFact.State.RUNNING || removed();
  }

  boolean removed() {
    return state.state == JobFact.State.TERMINATING;
  }

  boolean alive() {
    return pending() || running() || busy;
  }

  boolean works(String uid) {
    return state.order.uid.equals(uid);
  }

  /** Whether data or repository of it lie on a claim in this directory. */
  boolean uses(Path directory) {
    return Stream.of(
            Optional.ofNullable(state.dataClaim), Optional.ofNullable(state.repositoryClaim))
        .flatMap(Optional::stream)
        .flatMap(claim -> desk.claims().directory(state.resourceNamespace, claim).stream())
        .anyMatch(directory::equals);
  }

  boolean orphan(Set<String> uids) {
    return state.owned && !removed() && !uids.contains(state.order.uid);
  }

  Optional<ProgressStatus> progress() {
    return Optional.ofNullable(task).map(TaskRunner.Task::progress);
  }

  void begun() {
    state.state = JobFact.State.RUNNING;
    busy = true;
    write();
    desk.changes().tell(resource());
  }

  void terminate() {
    state.state = JobFact.State.TERMINATING;
  }

  /** Whether the end is on the disk. */
  boolean settle(JobFact.State came) {
    state.state = came;
    state.endedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    try {
      write();
      return true;
    } catch (UncheckedIOException e) {
      LOG.error("the end of {} cannot be written: after a restart it counts as lost", key(), e);
      return false;
    }
  }

  void ended() {
    busy = false;
  }

  private void write() {
    desk.files().write(state.namespace, state.name, state);
  }

  void erase() {
    desk.files().delete(state.namespace, state.name);
  }

  /** Not under the monitor: what follows is the engine's. */
  void stop() {
    stopped = true;
    TaskRunner.Task running = task;
    if (running != null) {
      running.stop();
    }
  }
}
