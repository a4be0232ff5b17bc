package io.bactrian.control;

import io.bactrian.engine.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which runs are to go: those whose rank is beyond keepCount and whose age is beyond
 * remoteRetention. The newest good run always stays. Rank goes by sequence; clocks only tell ages.
 *
 * @param keepCount how many of the newest good runs stay, or null: rank never spares a run
 * @param remoteRetention how long a run stays, or null: age never spares a run
 */
public record Retention(Integer keepCount, Duration remoteRetention) {

  public Retention {
    if (keepCount == null && remoteRetention == null) {
      throw Failure.usage(
          "neither keep-count nor remote-retention is given",
          "use --keep-count N, --remote-retention 30d, or both");
    }
    if (keepCount != null && keepCount < 0) {
      throw Failure.usage("keep-count " + keepCount + " is negative", "use 0 or more");
    }
    if (remoteRetention != null && remoteRetention.isNegative()) {
      throw Failure.usage(
          "remote-retention " + remoteRetention + " is negative", "use a duration such as 30d");
    }
  }

  /**
   * One run.
   *
   * @param id whatever names it
   * @param time when it was finished
   * @param good whether it is a complete backup; others take no rank of their own
   */
  public record Candidate<T>(T id, long sequence, Instant time, boolean good) {}

  /**
   * The runs to delete, oldest first. A run that is not good has the rank of the good one it
   * precedes.
   */
  public <T> List<T> plan(List<Candidate<T>> runs, Instant now) {
    List<Candidate<T>> newestFirst = new ArrayList<>(runs);
    newestFirst.sort(Comparator.comparingLong((Candidate<T> run) -> run.sequence()).reversed());
    List<T> going = new ArrayList<>();
    int goodBefore = 0;
    for (Candidate<T> run : newestFirst) {
      boolean newestGood = run.good() && goodBefore == 0;
      int rank = goodBefore + 1;
      goodBefore += run.good() ? 1 : 0;
      if (!newestGood && isBeyond(rank) && isOld(run, now)) {
        going.add(0, run.id());
      }
    }
    return going;
  }

  private boolean isBeyond(int rank) {
    return keepCount == null || rank > keepCount;
  }

  private boolean isOld(Candidate<?> run, Instant now) {
    return remoteRetention == null
        || Duration.between(run.time(), now).compareTo(remoteRetention) > 0;
  }
}
