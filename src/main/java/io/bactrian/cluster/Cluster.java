package io.bactrian.cluster;

import io.bactrian.api.Backup;
import io.bactrian.api.BackupSchedule;
import io.bactrian.api.Restore;
import io.bactrian.control.ClaimFact;
import io.bactrian.control.Notice;
import java.util.List;

/** One end: where resources live and workers run. An API server, or a directory. Thread-safe. */
public interface Cluster extends AutoCloseable {

  Resources<Backup> backups();

  Resources<Restore> restores();

  Resources<BackupSchedule> schedules();

  Workers workers();

  Secrets secrets();

  Workloads workloads();

  /** What is known of a claim, and which other pods than the asking resource's workers use it. */
  ClaimFact claim(String namespace, String name, String askingUid);

  /** Sets this Backup's cleanPolicy where it still has this uid; otherwise nothing. */
  void writeCleanPolicy(String namespace, String name, String uid, String cleanPolicy);

  /** Whether it is being deleted, or gone. */
  boolean namespaceEnds(String namespace);

  /** An Event about the resource. Best effort: never throws. */
  void tell(ResourceKey about, String uid, Notice notice);

  /** Adds a line to the orphans that prune finishes; idempotent. */
  void keepOrphan(String path, String why);

  /** Starts watching; returns when every kind was listed once. */
  void start();

  /** What is not listed and watched just now, or was not heard of lately; empty: all is well. */
  List<String> unwatched();

  @Override
  void close();
}
