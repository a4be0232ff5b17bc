package io.bactrian.worker;

import io.bactrian.api.WorkerEnd;
import io.bactrian.control.RunFact;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.Manifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Fills in how a worker ended. */
public final class Ends {
  private static final int MOST_CAUSES = 3;

  private Ends() {}

  static void complete(WorkerEnd end) {
    end.result = "complete";
    end.exitCode = 0;
    end.finishedAt = now();
  }

  /** A backup that is there: complete, or changed (exit 3) where the source was not still. */
  static void committed(WorkerEnd end, Manifest manifest) {
    RunFact.Run run = run(manifest);
    boolean unclean = manifest.report().unclean();
    end.result = unclean ? "changed" : "complete";
    end.exitCode = unclean ? 3 : 0;
    end.runId = run.runId();
    end.sequence = run.sequence();
    end.bytes = run.bytes();
    end.bytesNew = run.bytesNew();
    end.bytesReused = run.bytesReused();
    end.files = run.files();
    end.changedFiles = run.changedFiles();
    end.finishedAt = run.finishedAt();
  }

  /** What a manifest says of its run, in the operator's words. */
  static RunFact.Run run(Manifest manifest) {
    return new RunFact.Run(
        manifest.runId().text(),
        manifest.identity().uid(),
        manifest.identity().sequence(),
        manifest.totals().rawBytes(),
        manifest.totals().bytesNew(),
        manifest.totals().bytesReused(),
        manifest.totals().files(),
        manifest.report().changed().count() + manifest.report().vanished().count(),
        manifest.origin().finishedAt());
  }

  /** The end that a failure is; for one that comes before there is a run. */
  public static WorkerEnd failed(Throwable thrown) {
    WorkerEnd end = new WorkerEnd();
    failed(end, thrown, new Hidden());
    return end;
  }

  static void failed(WorkerEnd end, Throwable thrown, Hidden hidden) {
    FailureText text = FailureText.of(thrown);
    FailureClass failureClass =
        thrown instanceof Failure failure ? failure.failureClass() : FailureClass.TRANSIENT;
    boolean foreseen = thrown instanceof Failure;
    end.result = "failed";
    end.exitCode = failureClass.exitCode();
    end.failureClass = foreseen ? failureClass.name().toLowerCase(Locale.ROOT) : "unknown";
    end.reason = foreseen ? camel(failureClass.name()) : unforeseen(thrown);
    end.message = hidden.struckOut(text.message());
    end.hint = hidden.struckOut(FieldNames.of(text.hint()));
    end.causes = text.causes().stream().limit(MOST_CAUSES).map(hidden::struckOut).toList();
    end.retryable = end.exitCode == 1 || failureClass == FailureClass.INTERRUPTED;
    end.finishedAt = now();
  }

  /** A signal, or whoever runs it, ended it: whatever else went wrong then, it carries on. */
  public static void interrupted(WorkerEnd end, int exitCode) {
    end.result = "interrupted";
    end.exitCode = exitCode;
    end.failureClass = "interrupted";
    end.reason = "Interrupted";
    end.message = "the worker was stopped before its work was done";
    end.hint = "the next attempt carries on with what is stored";
    end.causes = null;
    end.retryable = true;
    end.finishedAt = now();
  }

  private static String unforeseen(Throwable thrown) {
    return thrown instanceof OutOfMemoryError ? "OutOfMemory" : "Unexpected";
  }

  /** {@code WRONG_KEY} as {@code WrongKey}. */
  private static String camel(String name) {
    StringBuilder result = new StringBuilder();
    for (String word : name.split("_")) {
      result.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return result.toString();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
