package io.bactrian.storm;

import io.bactrian.api.WorkerEnd;
import io.bactrian.worker.EndMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * How a pod ends, as a kubelet would tell it.
 *
 * @param reason of the container
 * @param message termination message; empty: none
 */
record End(int exitCode, String reason, String message) {

  /** The worker committed its run and says so. */
  static End complete(Worker worker) {
    WorkerEnd end = new WorkerEnd();
    end.result = "complete";
    end.runId = worker.runId();
    end.bytes = 4096L;
    end.bytesNew = 4096L;
    end.bytesReused = 0L;
    end.files = 3L;
    end.finishedAt = Instant.now().toString();
    return new End(0, "Completed", text(end));
  }

  /** A store that is away: may pass if tried again. */
  static End transientFailure(Worker worker, String message) {
    return failed(worker, 1, "transient", "StoreUnreachable", message, true);
  }

  /** For good, by the worker's own word. */
  static End permanentFailure(Worker worker) {
    return failed(worker, 4, "denied", "AccessDenied", "the store says 403", false);
  }

  private static End failed(
      Worker worker, int exit, String kind, String reason, String message, boolean retryable) {
    WorkerEnd end = new WorkerEnd();
    end.result = "failed";
    end.exitCode = exit;
    end.failureClass = kind;
    end.reason = reason;
    end.message = message;
    end.retryable = retryable;
    end.runId = worker.runId();
    return new End(exit, "Error", text(end));
  }

  /** Without a word, as the kernel kills. */
  static End outOfMemory() {
    return new End(137, "OOMKilled", "");
  }

  /** Without a word, after the grace period of a pod that is deleted. */
  static End killed() {
    return new End(143, "Error", "");
  }

  private static String text(WorkerEnd end) {
    return new String(EndMessage.of(end), StandardCharsets.UTF_8);
  }
}
