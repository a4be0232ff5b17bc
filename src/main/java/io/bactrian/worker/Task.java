package io.bactrian.worker;

import io.bactrian.api.WorkerEnd;
import io.bactrian.engine.failure.Failure;

/** What an order asks for. */
interface Task {

  /** Does it, and says in {@code end} what came of it; also what it knows when it throws. */
  void run(WorkerEnd end);

  /** Asks it to end soon, so that the same order carries on. From any thread. */
  void cancel();

  /**
   * The end was told where it is not lost. Until then a task keeps what the same order, given
   * again, would need to know that it was done.
   */
  default void told() {}

  static Task of(Work work) {
    String task = Orders.require("task", work.order().task);
    return switch (task) {
      case "backup" -> new BackupTask(work);
      case "restore" -> new RestoreTask(work);
      case "clean" -> new CleanTask(work);
      default ->
          throw Failure.usage(
              "the order's task is '" + task + "'", "it is backup, restore or clean");
    };
  }
}
