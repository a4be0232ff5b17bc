package io.bactrian.control;

import io.bactrian.api.WorkerEnd;
import java.time.Instant;
import java.util.Optional;

/**
 * What a live look at a Job and its pod found.
 *
 * @param attempt of its label; 0 where absent
 * @param uid of the resource it works for, by its label; empty where absent
 * @param madeAt where a worker that does not begin is stuck; empty where it waits its turn
 * @param endedAt when it was seen to end: the Job's condition, else the pod's
 * @param end the worker's own words; empty: it never said any (OOM, kill, eviction)
 * @param exitCode of the container, where one ended
 * @param containerReason what the kubelet or a disruption says: OOMKilled, Evicted, Error, …; or
 *     why a pod does not start, as one word or as {@code Word: explanation}
 */
public record JobFact(
    State state,
    int attempt,
    String uid,
    Optional<Instant> madeAt,
    Optional<Instant> endedAt,
    Optional<WorkerEnd> end,
    Optional<Integer> exitCode,
    String containerReason) {

  /** The word of {@code containerReason}, where it can stand as a condition's reason. */
  public String reasonWord(String otherwise) {
    int end = containerReason.indexOf(": ");
    return Texts.reason(end < 0 ? containerReason : containerReason.substring(0, end), otherwise);
  }

  public enum State {
    /** A live GET says that there is none. */
    ABSENT,
    /** Has a deletionTimestamp. */
    TERMINATING,
    /** No pod of it runs yet. */
    PENDING,
    RUNNING,
    /** The Job's Complete condition. */
    SUCCEEDED,
    /** The Job's Failed condition. */
    FAILED
  }

  public static JobFact absent() {
    return new JobFact(
        State.ABSENT,
        0,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }

  /** The worker's own words, where they say that it ended well. */
  Optional<WorkerEnd> goodEnd() {
    return end.filter(said -> "complete".equals(said.result) || "changed".equals(said.result));
  }

  public boolean ended() {
    return state == State.SUCCEEDED || state == State.FAILED;
  }
}
