package io.bactrian.cluster;

import io.bactrian.api.Workload;
import io.bactrian.control.WorkloadFact;

/** What runs on claims, and stands still while one is restored. Thread-safe; looks are live. */
public interface Workloads {

  WorkloadFact fact(String namespace, Workload workload);

  /** Returns when it is asked for, not when it is so. */
  void scale(String namespace, Workload workload, int replicas);
}
