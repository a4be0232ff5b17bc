package io.bactrian.control;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is around the Backup {@code shop/redis}: Jobs with pods, a repository, Secrets, claims, a
 * clock. What its workers do is up to the test.
 */
class Surroundings {
  static final Instant START = Instant.parse("2026-11-21T02:00:00Z");

  Instant now = START;
  final Map<JobKey, SimJob> jobs = new LinkedHashMap<>();

  /** Pods of Jobs that are gone, or foreign ones, by uid. */
  final Map<String, Set<String>> strayPods = new HashMap<>();

  /** Runs with anything in the repository, and those with a manifest. */
  final Set<String> stored = new LinkedHashSet<>();

  final Map<String, RunFact.Run> committed = new HashMap<>();
  final Map<String, SecretFact> secrets = new HashMap<>();
  final Map<String, ClaimFact> claims = new HashMap<>();
  final Set<String> orphans = new LinkedHashSet<>();
  String storeTrouble = "";
  boolean namespaceEnds;
  LogTaskFact logTask = new LogTaskFact(false, "the log task says nothing");
  Optional<ProgressStatus> progress = Optional.empty();

  SimJob job() {
    return jobs.get(JobNames.backup("shop", "redis"));
  }

  SimJob cleanJob() {
    return jobs.entrySet().stream()
        .filter(entry -> entry.getKey().name().startsWith("clean-"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  void after(Duration duration) {
    now = now.plus(duration);
  }

  List<String> livePods(String uid) {
    List<String> pods = new ArrayList<>(strayPods.getOrDefault(uid, Set.of()));
    jobs.forEach(
        (key, job) -> {
          if (job.podAlive && job.uid.equals(uid) && key.namespace().equals("shop")) {
            pods.add(key.name() + "-x");
          }
        });
    return pods;
  }

  void runs(SimJob job) {
    job.state = JobFact.State.RUNNING;
    job.podAlive = true;
    if (job.order != null && job.order.order().task.equals("backup")) {
      stored.addAll(job.order.order().runIds);
    }
  }

  /** The manifest is written. */
  void commits(SimJob job) {
    String run = job.order.order().runIds.get(0);
    stored.add(run);
    committed.put(run, new RunFact.Run(run, job.uid, 1, 3L << 30, 5, 6, 7, 0, now.toString()));
  }

  void ends(SimJob job, JobFact.State state, int exitCode, WorkerEnd end) {
    job.state = state;
    job.podAlive = false;
    job.exitCode = Optional.of(exitCode);
    job.end = Optional.ofNullable(end);
    job.endedAt = Optional.of(now);
    job.containerReason = end == null && exitCode != 0 ? "Error" : "";
  }

  void succeeds(SimJob job) {
    commits(job);
    ends(
        job,
        JobFact.State.SUCCEEDED,
        0,
        Backups.end("complete", 0, job.order.order().runIds.get(0)));
  }

  void fails(SimJob job) {
    ends(job, JobFact.State.FAILED, 1, Backups.failure("transient", "Unreachable", true));
  }

  /** The Job is deleted behind our back; a pod that lives goes on as a stray. */
  void vanishes(JobKey key) {
    SimJob job = jobs.remove(key);
    if (job.podAlive) {
      strayPods.computeIfAbsent(job.uid, uid -> new HashSet<>()).add(key.name() + "-x");
    }
  }

  /** Foreground deletion comes to its end. */
  void terminated() {
    jobs.values().removeIf(job -> job.state == JobFact.State.TERMINATING);
  }

  /** What a clean Job removes: its runs, and whatever carries its uid in a manifest. */
  void cleans(SimJob job) {
    job.order
        .order()
        .runIds
        .forEach(
            run -> {
              stored.remove(run);
              committed.remove(run);
            });
    ends(job, JobFact.State.SUCCEEDED, 0, Backups.end("complete", 0, null));
  }
}
