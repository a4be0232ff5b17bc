package io.bactrian.engine.repo;

import java.util.Objects;
import java.util.Optional;

/**
 * The process that wants or has a lock.
 *
 * @param host its name, for people
 * @param bootId of the running kernel, empty where unknown
 * @param pidNamespace in which the pid means something, empty where unknown
 * @param processStart when the process began in clock ticks since boot; tells a reused pid apart
 * @param verb backup, delete, prune, …
 * @param runId the run it writes, or null
 * @param uid of the resource it works for, or null
 */
public record Owner(
    String host,
    String bootId,
    String pidNamespace,
    long pid,
    long processStart,
    String user,
    String verb,
    String runId,
    String uid) {

  /** One that works for no resource. */
  public Owner(
      String host,
      String bootId,
      String pidNamespace,
      long pid,
      long processStart,
      String user,
      String verb,
      String runId) {
    this(host, bootId, pidNamespace, pid, processStart, user, verb, runId, null);
  }

  Owner workingFor(Optional<String> resource) {
    return new Owner(
        host, bootId, pidNamespace, pid, processStart, user, verb, runId, resource.orElse(null));
  }

  /** Whether both work for the same resource; false where one works for none. */
  boolean sameResource(Owner other) {
    return uid != null && uid.equals(other.uid);
  }

  /** Whether both speak of pids of the same running system. */
  boolean sameHost(Owner other) {
    return bootId != null
        && pidNamespace != null
        && !bootId.isEmpty()
        && !pidNamespace.isEmpty()
        && Objects.equals(bootId, other.bootId)
        && Objects.equals(pidNamespace, other.pidNamespace);
  }

  /** Whether both are the same process of the same running system. */
  boolean sameProcess(Owner other) {
    return sameHost(other) && pid == other.pid && processStart == other.processStart;
  }

  /** As a person would name it: {@code root@host, process 4711}. */
  public String who() {
    return user + "@" + host + ", process " + pid;
  }
}
