package io.bactrian.cluster;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Workload;
import io.bactrian.control.ClaimFact;
import io.bactrian.control.Notice;
import io.bactrian.control.SecretFact;
import io.bactrian.control.SecretUse;
import io.bactrian.control.WorkloadFact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One end: where resources live and workers run. An API server, or a directory. Thread-safe. */
public interface Cluster extends AutoCloseable {

  Resources<Backup> backups();

  Resources<Restore> restores();

  Resources<BackupSchedule> schedules();

  Workers workers();

  ClaimFact claim(String namespace, String name, String askingUid);

  SecretFact secret(String askingNamespace, SecretReference secret, List<String> members);

  /**
   * Members of a Secret that may be used ({@link #secret} says so); empty where it may not, or is
   * not there. Values are secret: never logged.
   */
  Optional<Map<String, byte[]>> readSecret(String askingNamespace, SecretReference secret);

  /** Creates it with one random key as 64 hex digits, unless a Secret of that name exists. */
  void makeKey(String namespace, SecretReference secret, String member);

  /**
   * Copies the Secret's members into {@code copy}, replacing what is there; nothing where the
   * Secret is gone, or must not be used by that namespace any more.
   */
  void keepCredentials(String askingNamespace, SecretUse secret, SecretReference copy);

  /** Deletes such a copy; nothing where there is none. */
  void dropCredentials(SecretReference copy);

  /** Sets this Backup's cleanPolicy where it still has this uid; otherwise nothing. */
  void writeCleanPolicy(String namespace, String name, String uid, String cleanPolicy);

  WorkloadFact workload(String namespace, Workload workload);

  void scale(String namespace, Workload workload, int replicas);

  boolean namespaceEnds(String namespace);

  /** An Event about the resource. Best effort: never throws. */
  void tell(ResourceKey about, String uid, Notice notice);

  /** Adds a line to the orphans that prune finishes; idempotent. */
  void keepOrphan(String path, String why);

  /** Starts watching; returns when every kind was listed once. */
  void start();

  /** Whether every kind is watched and was heard of lately. */
  boolean healthy();

  @Override
  void close();
}
