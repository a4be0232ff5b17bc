package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The one thing to do next. A pass over a resource asks a controller again after every step, until
 * it says {@link Wait}. Every step may be done twice without harm.
 */
public sealed interface Step {

  /** Find this out and ask again. */
  record Ask(Question<?> question) implements Step {}

  /**
   * Write this status by compare-and-swap; then, and only if that worked, tell the notices.
   *
   * @param status a BackupStatus, RestoreStatus or ScheduleStatus
   */
  record WriteStatus(Object status, List<Notice> notices) implements Step {
    public WriteStatus {
      notices = List.copyOf(notices);
    }
  }

  /** Set the resource's finalizers, by compare-and-swap. */
  record WriteFinalizers(List<String> finalizers) implements Step {
    public WriteFinalizers {
      finalizers = List.copyOf(finalizers);
    }
  }

  /**
   * Create the Job. Where one of that name exists, nothing is done, and facts are asked anew; where
   * it is refused the fact {@link Question.Refused} says why.
   */
  record StartJob(JobOrder order) implements Step {}

  /** Delete the Job, foreground; it is gone only when a live look says so. */
  record RemoveJob(JobKey job) implements Step {}

  /** Ask the workload for so many replicas. */
  record Scale(String namespace, Workload workload, int replicas) implements Step {}

  /** Create this Backup; one that exists already is left as it is. */
  record CreateBackup(Backup backup) implements Step {}

  /** Delete this Backup, if it still has this uid. */
  record DeleteBackup(String namespace, String name, String uid) implements Step {}

  /**
   * Set this Backup's cleanPolicy, if it still has this uid; its own controller then sees to the
   * finalizer.
   */
  record WriteCleanPolicy(String namespace, String name, String uid, String cleanPolicy)
      implements Step {}

  /** Make a random key in this Secret, unless it is there. */
  record MakeKey(SecretReference secret, String member) implements Step {}

  /** Write a path of a repository down that nobody could clean, for prune. */
  record KeepOrphan(String path, String why) implements Step {}

  /**
   * Copy a Secret's members into {@code copy}, replacing what is there: credentials for cleaning
   * that outlive the namespace they come from. Nothing where the Secret is gone, or may not be used
   * by the resource that asks.
   */
  record KeepCredentials(SecretUse secret, SecretReference copy) implements Step {}

  /** Delete such a copy; nothing where there is none. */
  record DropCredentials(SecretReference copy) implements Step {}

  /** Nothing now; look again at that time, or when something changes. */
  record Wait(Optional<Instant> until) implements Step {
    public static Wait forChange() {
      return new Wait(Optional.empty());
    }

    public static Wait until(Instant time) {
      return new Wait(Optional.of(time));
    }
  }
}
