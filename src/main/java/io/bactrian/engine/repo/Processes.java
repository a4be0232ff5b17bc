package io.bactrian.engine.repo;

/** What is known of processes on this host. */
public interface Processes {

  /** This process. */
  Owner self(String verb, String runId);

  /** Whether a process of this host, named by pid and start time, still lives. */
  Life life(Owner owner);

  /** What this host says of a process. */
  enum Life {
    ALIVE,
    DEAD,
    /** This system does not show the processes of others. */
    UNKNOWN
  }
}
