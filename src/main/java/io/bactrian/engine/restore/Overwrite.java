package io.bactrian.engine.restore;

/** What a restore may do with what the target holds already. */
public enum Overwrite {
  /** Refuses a target that is not empty. */
  NEVER,
  /** The target becomes what the backup holds. */
  REPLACE,
  /** Same paths are replaced, nothing is deleted; a type conflict is refused before any change. */
  MERGE
}
