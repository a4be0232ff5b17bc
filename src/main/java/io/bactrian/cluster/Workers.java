package io.bactrian.cluster;

import io.bactrian.api.ProgressStatus;
import io.bactrian.control.JobFact;
import io.bactrian.control.JobKey;
import io.bactrian.control.JobOrder;
import java.util.List;
import java.util.Optional;

/** Runs workers: Jobs of a cluster, or threads of this process. Thread-safe. Looks are live. */
public interface Workers {

  JobFact look(JobKey job);

  /** Names of pods with this uid that have not ended. */
  List<String> livePods(String namespace, String uid);

  /**
   * False where a Job of that name exists, whatever it is.
   *
   * @throws Refused where it cannot be made as it is, or not now
   */
  boolean start(JobOrder order);

  /** Foreground; nothing where there is none. */
  void remove(JobKey job);

  /** Empty where the worker does not answer within two seconds; never throws. */
  Optional<ProgressStatus> progress(JobKey job);
}
