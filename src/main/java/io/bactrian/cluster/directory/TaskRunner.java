package io.bactrian.cluster.directory;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;

/** Does what workers are told, in this process. Thread-safe. */
public interface TaskRunner {

  /** A task that has not begun. */
  Task open(WorkerOrder order);

  /** One order being carried out. Thread-safe but for {@link #run}, which is called once. */
  interface Task {
    /** Returns how it ended. What it throws counts as a worker that died without a word. */
    WorkerEnd run();

    /** What {@link #run} returned is on the disk. */
    void told();

    /** How far it has come. */
    ProgressStatus progress();

    /** Asks it to end soon, so that another run carries on; also before it began. */
    void stop();
  }
}
