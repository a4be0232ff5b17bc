package io.bactrian.control;

import io.bactrian.api.Backup;
import io.bactrian.api.KeyReference;
import io.bactrian.api.ProgressStatus;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import io.bactrian.api.Workload;
import java.util.List;
import java.util.Optional;

/**
 * Something that a decision needs to know about the world. Asked live, never from a cache, unless
 * said otherwise. Equal where it asks the same: it is the key to its answer, so every class of a
 * component has equals by value.
 *
 * @param <T> what an answer is
 */
public sealed interface Question<T> {

  /** The Job and its pod. */
  record Job(JobKey job) implements Question<JobFact> {}

  /** Names of pods that carry this uid and have not ended; terminating ones have not. */
  record LivePods(String namespace, String uid) implements Question<List<String>> {}

  /** What the worker's endpoint says; empty where it does not answer in time. Never an error. */
  record Progress(JobKey job) implements Question<Optional<ProgressStatus>> {}

  /**
   * Whether this run is committed, for this uid.
   *
   * @param asking namespace of the resource, for its Secrets
   * @param key to check the manifest's MAC with; null without encryption
   */
  record Committed(
      String asking,
      Storage storage,
      KeyReference key,
      String backupNamespace,
      String backupName,
      String runId,
      String uid)
      implements Question<RunFact> {}

  record Claim(String namespace, String name, String askingUid) implements Question<ClaimFact> {}

  /**
   * @param members that must be there; empty: any
   */
  record Secret(String askingNamespace, SecretReference secret, List<String> members)
      implements Question<SecretFact> {
    public Secret {
      members = List.copyOf(members);
    }
  }

  record WorkloadState(String namespace, Workload workload) implements Question<WorkloadFact> {}

  /** Whether the namespace is being deleted. */
  record NamespaceEnds(String namespace) implements Question<Boolean> {}

  /** From the cache. */
  record BackupNamed(String namespace, String name) implements Question<Optional<Backup>> {}

  /** All Backups with the schedule's label, from the cache. */
  record BackupsOf(String namespace, String schedule) implements Question<List<Backup>> {}

  /** Whether a provider of this name exists: built in, or a mounted Kamelet. */
  record Provider(String name) implements Question<Boolean> {}

  /**
   * What the log task of this uid says of itself, whatever became of the Job that watched it. For
   * mode log only.
   */
  record LogTask(String namespace, String name, String uid) implements Question<LogTaskFact> {}

  /**
   * Why this Job was not made; empty: nobody tried, or it was. Never asked: whoever performs
   * StartJob and is refused keeps the facts of the pass and adds this one.
   */
  record Refused(JobKey job) implements Question<Optional<Refusal>> {}

  /**
   * Never asked: whoever performs KeepOrphan, KeepCredentials or DropCredentials keeps the facts of
   * the pass and adds this one, true. So the controller goes on to the next step; a pass that died
   * in between repeats the step, which harms nothing.
   */
  record Done(Step step) implements Question<Boolean> {}
}
