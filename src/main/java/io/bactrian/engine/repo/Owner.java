package io.bactrian.engine.repo;

import java.util.Objects;

/**
 * The process that wants or has a lock.
 *
 * @param host its name, for people
 * @param bootId of the running kernel, empty where unknown
 * @param pidNamespace in which the pid means something, empty where unknown
 * @param processStart when the process began in clock ticks since boot; tells a reused pid apart
 * @param verb backup, delete, prune, …
 * @param runId the run it writes, or null
 */
public record Owner(
    String host,
    String bootId,
    String pidNamespace,
    long pid,
    long processStart,
    String user,
    String verb,
    String runId) {

  /** Whether both speak of pids of the same running system. */
  boolean sameHost(Owner other) {
    return bootId != null
        && pidNamespace != null
        && !bootId.isEmpty()
        && !pidNamespace.isEmpty()
        && Objects.equals(bootId, other.bootId)
        && Objects.equals(pidNamespace, other.pidNamespace);
  }

  /** As a person would name it: {@code root@host, process 4711}. */
  public String who() {
    return user + "@" + host + ", process " + pid;
  }
}
