package io.bactrian.control;

import java.util.List;

/**
 * A PersistentVolumeClaim.
 *
 * @param accessModes of the claim: ReadWriteOnce, ReadWriteOncePod, ReadWriteMany, ReadOnlyMany
 * @param users pods that mount it and have not ended, but for workers of the uid that asks
 */
public record ClaimFact(boolean exists, List<String> accessModes, List<String> users) {
  public ClaimFact {
    accessModes = List.copyOf(accessModes);
    users = List.copyOf(users);
  }
}
