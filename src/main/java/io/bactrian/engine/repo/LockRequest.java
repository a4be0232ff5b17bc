package io.bactrian.engine.repo;

import java.util.Optional;

/**
 * Who asks for a lock.
 *
 * @param verb for whoever finds the name locked: backup, delete, prune, …
 * @param uid of the resource for which it is asked, if there is one
 * @param takeOver whose lock may be taken at once
 */
public record LockRequest(String verb, Optional<String> uid, TakeOver takeOver) {

  /** For a person, who may say that the holder is dead. */
  public static LockRequest of(String verb, boolean anybody) {
    return new LockRequest(verb, Optional.empty(), anybody ? TakeOver.ANY : TakeOver.DEAD);
  }
}
