package io.bactrian.control;

import io.bactrian.api.WorkerEnd;
import java.time.Instant;
import java.util.Optional;

/** A Job, with at most one pod of the same name. */
final class SimJob {
  final String uid;
  final int attempt;
  final JobOrder order;
  JobFact.State state = JobFact.State.PENDING;
  boolean podAlive;
  Optional<WorkerEnd> end = Optional.empty();
  Optional<Integer> exitCode = Optional.empty();
  String containerReason = "";
  Optional<Instant> madeAt = Optional.empty();
  Optional<Instant> endedAt = Optional.empty();

  SimJob(String uid, int attempt, JobOrder order) {
    this.uid = uid;
    this.attempt = attempt;
    this.order = order;
  }

  JobFact fact() {
    return new JobFact(state, attempt, uid, madeAt, endedAt, end, exitCode, containerReason);
  }
}
