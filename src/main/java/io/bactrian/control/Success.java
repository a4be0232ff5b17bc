package io.bactrian.control;

import io.bactrian.api.WorkerEnd;

/**
 * A run that is committed, as its worker or its manifest tells. Numbers may be null where nobody
 * tells them.
 *
 * @param bytes of the data as it was
 * @param changed whether files changed or vanished while read
 * @param finishedAt RFC 3339
 */
record Success(
    Long bytes,
    Long bytesNew,
    Long bytesReused,
    Long files,
    Long changedFiles,
    boolean changed,
    Long debtBytes,
    String finishedAt) {

  static Success of(WorkerEnd end) {
    return new Success(
        end.bytes,
        end.bytesNew,
        end.bytesReused,
        end.files,
        end.changedFiles,
        "changed".equals(end.result) || isSome(end.changedFiles),
        end.debtBytes,
        end.finishedAt);
  }

  static Success of(RunFact.Run run) {
    return new Success(
        run.bytes(),
        run.bytesNew(),
        run.bytesReused(),
        run.files(),
        run.changedFiles(),
        isSome(run.changedFiles()),
        null,
        run.finishedAt());
  }

  private static boolean isSome(Long count) {
    return count != null && count > 0;
  }
}
