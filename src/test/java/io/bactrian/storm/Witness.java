package io.bactrian.storm;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupStatus;
import io.bactrian.api.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sees every change of a namespace's Jobs, worker pods and Backups, as the API server tells them,
 * and writes down what must never be: a second Job for one attempt, two unfinished pods of one
 * Backup at once, a status that goes back. Thread-safe.
 */
final class Witness implements AutoCloseable {
  private final List<Watch> watches = new ArrayList<>();
  private final Map<String, Map<Integer, Set<String>>> jobs = new HashMap<>();
  private final Map<String, Set<String>> living = new HashMap<>();
  private final Map<String, BackupStatus> statuses = new TreeMap<>();
  private final Map<String, String> uids = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int podsSeen;

  Witness(KubernetesClient admin, String namespace) {
    watches.add(Watching.jobs(admin, namespace, this::job, this::broken));
    watches.add(Watching.pods(admin, namespace, this::pod, this::broken));
    watches.add(Watching.backups(admin, namespace, this::backup, this::broken));
  }

  private synchronized void broken(String how) {
    violations.add(how);
  }

  private synchronized void job(Job job, boolean gone) {
    if (!isOurs(job)) {
      return;
    }
    Set<String> ofAttempt =
        jobs.computeIfAbsent(label(job, Names.UID), uid -> new TreeMap<>())
            .computeIfAbsent(Integer.parseInt(label(job, Names.ATTEMPT)), key -> new HashSet<>());
    if (ofAttempt.add(job.getMetadata().getUid()) && ofAttempt.size() > 1) {
      violations.add(
          "a second Job for one attempt: "
              + job.getMetadata().getName()
              + " "
              + label(job, Names.ATTEMPT));
    }
  }

  private synchronized void pod(Pod pod, boolean gone) {
    if (!isOurs(pod)) {
      return;
    }
    Set<String> alive = living.computeIfAbsent(label(pod, Names.UID), uid -> new TreeSet<>());
    String phase = pod.getStatus().getPhase();
    if (gone || "Succeeded".equals(phase) || "Failed".equals(phase)) {
      alive.remove(pod.getMetadata().getName());
    } else if (alive.add(pod.getMetadata().getName())) {
      podsSeen++;
      if (alive.size() > 1) {
        violations.add("two unfinished pods of one Backup at once: " + alive);
      }
    }
  }

  private synchronized void backup(Backup backup, boolean gone) {
    BackupStatus now = backup.getStatus() == null ? new BackupStatus() : backup.getStatus();
    String name = backup.getMetadata().getName();
    uids.put(name, backup.getMetadata().getUid());
    BackupStatus before = statuses.put(name, now);
    if (before != null) {
      StatusRules.broken(before, now).forEach(wrong -> violations.add(name + ": " + wrong));
    }
  }

  private static boolean isOurs(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && labels.containsKey(Names.UID);
  }

  private static String label(HasMetadata object, String name) {
    return object.getMetadata().getLabels().get(name);
  }

  /** In the order in which they were seen; empty: all was well so far. */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** As last seen, by name. */
  synchronized Map<String, BackupStatus> statuses() {
    return new TreeMap<>(statuses);
  }

  synchronized BackupStatus status(String backup) {
    return statuses.getOrDefault(backup, new BackupStatus());
  }

  /** Names of Backups that have come to no end. */
  synchronized List<String> underWay() {
    return statuses.entrySet().stream()
        .filter(entry -> !StatusRules.isFinal(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Attempts of a Backup that had a Job. */
  synchronized List<Integer> attempts(String backup) {
    return List.copyOf(jobs.getOrDefault(uids.get(backup), Map.of()).keySet());
  }

  synchronized int podsSeen() {
    return podsSeen;
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
