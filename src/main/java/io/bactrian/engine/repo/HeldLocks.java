package io.bactrian.engine.repo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The locks that this process holds, or is about to hold. A process that goes on after it could not
 * give a lock back (the store was away just then), or gave up a lock that was stored all the same,
 * lives, but holds it no longer: nobody else could tell. Safe for many threads.
 */
final class HeldLocks {
  private static final Set<String> TOKENS = ConcurrentHashMap.newKeySet();

  private HeldLocks() {}

  /** Called before the lock is put: from then on somebody may find it. */
  static void add(LockRecord lock) {
    TOKENS.add(lock.token());
  }

  /** Called once nothing is done any more in the name of the lock. */
  static void remove(LockRecord lock) {
    TOKENS.remove(lock.token());
  }

  static boolean has(LockRecord lock) {
    return TOKENS.contains(lock.token());
  }
}
