package io.bactrian.engine.repo;

/** Whose lock may be taken at once, without waiting for its holder to fall silent. */
public enum TakeOver {
  /** A dead process's of this host, and nobody else's. */
  DEAD,
  /**
   * Also one held for the same resource: only where it is known that its earlier worker is gone.
   */
  OWN,
  /** Anybody's: a person says that its holder is dead. */
  ANY
}
