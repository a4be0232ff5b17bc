package io.bactrian.api;

/** Names that cluster, worker and people agree upon. */
public final class Names {
  public static final String GROUP = "bactrian.io";
  public static final String VERSION = "v1alpha1";

  /** Label of Jobs and pods: which try of the resource, from 1. */
  public static final String ATTEMPT = "bactrian.io/attempt";

  /** Label of Jobs and pods: uid of the resource they work for. */
  public static final String UID = "bactrian.io/backup-uid";

  /** Label of Backups: the schedule that made them. */
  public static final String SCHEDULE = "bactrian.io/schedule";

  /**
   * Annotation of a Secret: the namespaces that may use it, separated by commas; {@code *}: all.
   */
  public static final String ALLOW_NAMESPACES = "bactrian.io/allow-namespaces";

  /** Finalizer of a Backup whose stored data is to be cleaned. */
  public static final String PROTECTION = "bactrian.io/backup-protection";

  /** Finalizer of a Restore whose workload is to be put back. */
  public static final String RESTORE_PROTECTION = "bactrian.io/restore-protection";

  /** Annotation of worker pods: the WorkerOrder as JSON. */
  public static final String ORDER = "bactrian.io/order";

  /** Annotation of worker pods: the operator's settings for workers, as a .properties file. */
  public static final String SETTINGS = "bactrian.io/settings";

  /** Annotation of worker pods: the Kamelet of the provider, where the operator was given one. */
  public static final String KAMELET = "bactrian.io/kamelet";

  /** The container that works, in every worker pod. */
  public static final String CONTAINER = "worker";

  /** ConfigMap of the operator's namespace: paths given up in namespaces that had to go. */
  public static final String ORPHANS = "bactrian-orphans";

  private Names() {}
}
