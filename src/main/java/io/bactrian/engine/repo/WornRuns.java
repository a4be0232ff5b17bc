package io.bactrian.engine.repo;

import io.bactrian.engine.index.ObjectRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which runs are less than half alive: of the stored bytes of their objects that a base names, less
 * than half are still used. The next backup writes such chunks anew, so that old objects can go.
 * Memory grows with the number of runs only.
 */
public final class WornRuns {
  /** What encryption adds to an object at most: no dead weight, though no extent covers it. */
  private static final long ENVELOPE = 512;

  private final Map<String, long[]> byRun = new HashMap<>();

  /** One object that a base's manifest names. */
  public void stored(ObjectRef object) {
    figures(object.runId())[0] += Math.max(0, object.size() - ENVELOPE);
  }

  /** An extent of an object that a base uses: a line of its STREAM. */
  public void used(ObjectRef object, long length) {
    figures(object.runId())[1] += length;
  }

  private long[] figures(String runId) {
    return byRun.computeIfAbsent(runId, run -> new long[2]);
  }

  /** Run-ids whose objects are less than half alive. */
  public Set<String> worn() {
    return byRun.entrySet().stream()
        .filter(run -> run.getValue()[1] * 2 < run.getValue()[0])
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
