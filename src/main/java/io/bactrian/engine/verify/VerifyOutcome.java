package io.bactrian.engine.verify;

import java.util.List;

/**
 * What a look at a backup found.
 *
 * @param authentic whether the manifest's MAC was compared with a key
 * @param objects that the backup needs, index segments not counted
 * @param objectsRead whose bytes were read and checked
 * @param bytesRead of those
 * @param entries that the index holds, as far as it could be read
 * @param attempts tries of objects and segments in all
 * @param damages empty where all is well
 */
public record VerifyOutcome(
    String runId,
    boolean authentic,
    long objects,
    long objectsRead,
    long bytesRead,
    long entries,
    long attempts,
    List<Damage> damages) {
  public VerifyOutcome {
    damages = List.copyOf(damages);
  }

  public boolean sound() {
    return damages.isEmpty();
  }
}
