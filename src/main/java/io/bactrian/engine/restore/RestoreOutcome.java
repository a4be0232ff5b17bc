package io.bactrian.engine.restore;

/**
 * What a restore did.
 *
 * @param files regular files, hard links not counted
 * @param links symbolic and hard links
 * @param bytes of content
 * @param objects fetched, index segments not counted
 * @param bytesFetched stored bytes of objects and segments, each counted once
 * @param attempts tries of objects and segments in all
 * @param skipped what this machine cannot make: device nodes, and FIFOs where there is no mkfifo
 * @param notApplied owners, modes, times or attributes that the system refused
 * @param resumed whether this only finished the swap of an earlier, killed restore
 */
public record RestoreOutcome(
    String runId,
    String target,
    long files,
    long directories,
    long links,
    long bytes,
    long objects,
    long bytesFetched,
    long attempts,
    Findings.Listed skipped,
    Findings.Listed notApplied,
    boolean resumed) {

  RestoreOutcome asResumed() {
    return new RestoreOutcome(
        runId,
        target,
        files,
        directories,
        links,
        bytes,
        objects,
        bytesFetched,
        attempts,
        skipped,
        notApplied,
        true);
  }
}
