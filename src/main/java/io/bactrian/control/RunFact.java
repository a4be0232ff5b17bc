package io.bactrian.control;

import java.util.Optional;

/**
 * What the repository says about one run.
 *
 * @param committed whether its manifest is there, whole, and names the uid that was asked for
 * @param run what the manifest says, where committed
 * @param trouble why the store could not be asked; empty: it answered
 */
public record RunFact(boolean committed, Optional<Run> run, String trouble) {

  /**
   * @param bytes of the data as it was
   */
  public record Run(
      String runId,
      String uid,
      long sequence,
      long bytes,
      long bytesNew,
      long bytesReused,
      long files,
      long changedFiles,
      String finishedAt) {}

  public static RunFact none() {
    return new RunFact(false, Optional.empty(), "");
  }

  public static RunFact of(Run run) {
    return new RunFact(true, Optional.of(run), "");
  }

  public static RunFact unknown(String trouble) {
    return new RunFact(false, Optional.empty(), trouble);
  }
}
