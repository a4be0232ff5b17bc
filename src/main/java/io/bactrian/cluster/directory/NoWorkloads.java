package io.bactrian.cluster.directory;

import io.bactrian.api.Workload;
import io.bactrian.cluster.Workloads;
import io.bactrian.control.WorkloadFact;
import io.bactrian.engine.failure.Failure;

/** A directory has none: nothing is stopped for a restore. */
final class NoWorkloads implements Workloads {
  @Override
  public WorkloadFact fact(String namespace, Workload workload) {
    return new WorkloadFact(false, 0, 0, 0);
  }

  @Override
  public void scale(String namespace, Workload workload, int replicas) {
    throw Failure.usage(
        "there is no " + workload.kind + " '" + workload.name + "' in a directory",
        "leave target.workload out, and stop what uses the data yourself");
  }
}
