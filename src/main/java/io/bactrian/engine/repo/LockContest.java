package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a lock is won: look, judge the holder, create the next generation, look again. Creating is
 * create-only, so of two who judge the same holder one wins; the second look finds a winner whose
 * generation was hidden from the first (created, released and cleaned away in between).
 */
final class LockContest {
  private static final int ROUNDS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(LockContest.class);

  private final ObjectStore store;
  private final Layout layout;
  private final LockClaim claim;
  private final LockJudge judge;

  LockContest(ObjectStore store, Layout layout, LockClaim claim) {
    this.store = store;
    this.layout = layout;
    this.claim = claim;
    this.judge = new LockJudge(store, layout, claim);
  }

  /** The lock, or LOCKED; asked once. */
  NameLock acquire(boolean beating) {
    for (int round = 0; round < ROUNDS; round++) {
      LockListing before = LockListing.look(store, layout);
      if (before.isFree() || judge.mayTake(before)) {
        Optional<LockRecord> won = create(before);
        if (won.isPresent()) {
          return new NameLock(store, layout, won.get(), claim.times(), beating);
        }
      }
    }
    throw Failure.of(
        FailureClass.LOCKED,
        "the lock of " + layout + " changed hands " + ROUNDS + " times while this process waited",
        "see which other processes write this name");
  }

  /** Empty: somebody else was there first. */
  private Optional<LockRecord> create(LockListing before) {
    LockRecord mine = newRecord(before.next());
    HeldLocks.add(mine);
    Optional<LockRecord> won = Optional.empty();
    try {
      won = put(mine, before);
      return won;
    } finally {
      if (won.isEmpty()) {
        HeldLocks.remove(mine);
      }
    }
  }

  private Optional<LockRecord> put(LockRecord mine, LockListing before) {
    String key = LockListing.key(layout, mine.generation());
    try {
      store.put(key, mine.bytes());
    } catch (Failure e) {
      if (e.failureClass() == FailureClass.CONFLICT) {
        return Optional.empty();
      }
      throw e;
    }
    LockListing after = LockListing.look(store, layout);
    if (!isWinner(before, after, mine.generation())) {
      store.delete(key);
      return Optional.empty();
    }
    clean(after, mine.generation());
    return Optional.of(mine);
  }

  /** Ours is highest, and below it are only those that were judged. */
  private static boolean isWinner(LockListing before, LockListing after, long mine) {
    TreeSet<Long> unjudged = new TreeSet<>(after.generations());
    unjudged.removeAll(before.generations());
    return unjudged.size() == 1 && unjudged.first() == mine && after.highest() == mine;
  }

  private LockRecord newRecord(long generation) {
    byte[] token = new byte[16];
    new SecureRandom().nextBytes(token);
    return new LockRecord(
        generation,
        HexFormat.of().formatHex(token),
        claim.owner(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private void clean(LockListing listing, long mine) {
    try {
      listing.leavings(mine).forEach(store::delete);
    } catch (Failure e) {
      LOG.warn("old locks of {} stay until the next holder: {}", layout, e.getMessage());
    }
  }
}
