package io.bactrian.cluster.directory;

import io.bactrian.api.ProgressStatus;
import io.bactrian.cluster.Workers;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Workers as threads of this process. What a Job came to is on disk before anybody is told. A Job
 * that ran when the process ended is lost, one that had not begun is begun again.
 */
final class DirectoryWorkers implements Workers, AutoCloseable {
  private final WorkerDesk desk;
  private final ExecutorService threads;
  private final Map<JobKey, RunningJob> jobs = new LinkedHashMap<>();
  private boolean closing;
  private boolean closed;

  DirectoryWorkers(WorkerDesk desk, int threads) {
    this.desk = desk;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "directory-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Takes up what the last process left. */
  synchronized void load() {
    for (JobState job : desk.files().load().values()) {
      if (job.state == JobFact.State.RUNNING || job.state == JobFact.State.TERMINATING) {
        desk.files().delete(job.namespace, job.name);
      } else {
        jobs.put(job.key(), new RunningJob(job, this, desk));
      }
    }
  }

  /** Begins what had not begun. */
  synchronized void resume() {
    jobs.values().stream().filter(RunningJob::pending).forEach(threads::execute);
  }

  @Override
  public synchronized JobFact look(JobKey job) {
    RunningJob running = jobs.get(job);
    return running == null ? JobFact.absent() : running.fact();
  }

  @Override
  public synchronized List<String> livePods(String namespace, String uid) {
    return jobs.values().stream()
        .filter(job -> job.alive() && job.works(uid))
        .map(RunningJob::key)
        .filter(key -> key.namespace().equals(namespace))
        .map(JobKey::name)
        .toList();
  }

  /** Names of Jobs for other resources that use this directory and have not ended. */
  synchronized List<String> users(Path directory, String exceptUid) {
    return jobs.values().stream()
        .filter(job -> job.alive() && !job.works(exceptUid) && job.uses(directory))
        .map(job -> job.key().name())
        .toList();
  }

  @Override
  public synchronized boolean start(JobOrder order) {
    if (jobs.containsKey(order.job()) || closing) {
      return false;
    }
    JobState state = Formats.copy(JobState.of(order), JobState.class);
    desk.files().write(state.namespace, state.name, state);
    RunningJob job = new RunningJob(state, this, desk);
    jobs.put(order.job(), job);
    threads.execute(job);
    return true;
  }

  @Override
  public void remove(JobKey key) {
    remove(key, job -> true);
  }

  private void remove(JobKey key, Predicate<RunningJob> wanted) {
    RunningJob job;
    synchronized (this) {
      job = jobs.get(key);
      if (job == null || !wanted.test(job)) {
        return;
      }
      if (!job.running()) {
        forget(job);
        return;
      }
      job.terminate();
    }
    job.stop();
  }

  /**
   * Removes Jobs that belong to resources which are no more.
   *
   * @param uids of the resources there are; asked after the Jobs there are: the resource of a Job
   *     was there first, and a new one with its Job must not be missed
   */
  void removeOrphans(Supplier<Set<String>> uids) {
    List<RunningJob> all;
    synchronized (this) {
      all = List.copyOf(jobs.values());
    }
    Set<String> there = uids.get();
    all.forEach(one -> remove(one.key(), job -> job == one && job.orphan(there)));
  }

  @Override
  public Optional<ProgressStatus> progress(JobKey job) {
    RunningJob running;
    synchronized (this) {
      running = jobs.get(job);
    }
    return Optional.ofNullable(running).flatMap(RunningJob::progress);
  }

  /** Whether it is still wanted: it was not removed before its turn came. */
  synchronized boolean begin(RunningJob job) {
    if (closing || jobs.get(job.key()) != job) {
      return false;
    }
    job.begun();
    return true;
  }

  /**
   * What it came to; nothing is kept of one that was removed, or interrupted by our own end. True
   * where the task may forget it: it is on the disk, or nobody asks any more.
   */
  synchronized boolean settle(RunningJob job, JobFact.State state) {
    if (job.removed()) {
      return true;
    }
    boolean kept = !closing || state == JobFact.State.SUCCEEDED && !closed;
    return kept && job.settle(state);
  }

  /** It does nothing any more: only now it counts as no live one. */
  synchronized void ended(RunningJob job) {
    job.ended();
    if (closed) {
      return;
    }
    if (job.removed()) {
      forget(job);
    } else {
      desk.changes().tell(job.resource());
    }
  }

  private void forget(RunningJob job) {
    jobs.remove(job.key());
    job.erase();
    desk.changes().tell(job.resource());
  }

  /**
   * Stops all, resumably, and waits for them up to a time. Then nothing more is written of one that
   * has not ended: the directory may be another process's.
   */
  void close(Duration patience) {
    List<RunningJob> running;
    synchronized (this) {
      closing = true;
      running = new ArrayList<>(jobs.values());
    }
    running.stream().filter(RunningJob::running).forEach(RunningJob::stop);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      closed = true;
    }
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }
}
