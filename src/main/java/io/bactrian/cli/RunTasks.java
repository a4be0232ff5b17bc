package io.bactrian.cli;

import io.bactrian.api.ProgressStatus;
import io.bactrian.api.WorkerEnd;
import io.bactrian.api.WorkerOrder;
import io.bactrian.cluster.directory.TaskRunner;
import io.bactrian.config.Resolved;
import io.bactrian.worker.WorkerRun;

/** Workers in this process. */
record RunTasks(Resolved resolved) implements TaskRunner {
  @Override
  public Task open(WorkerOrder order) {
    WorkerRun run = new WorkerRun(order, resolved);
    return new Task() {
      @Override
      public WorkerEnd run() {
        return run.run();
      }

      @Override
      public void told() {
        run.told();
      }

      @Override
      public ProgressStatus progress() {
        return run.progress();
      }

      @Override
      public void stop() {
        run.close();
      }
    };
  }
}
