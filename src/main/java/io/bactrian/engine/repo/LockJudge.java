package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the holder of a lock is gone: it gave the lock back, may be taken over at once, is dead,
 * or silent for so long that it counts as dead. For one thread; patience counts from its making.
 */
final class LockJudge {
  private static final Logger LOG = LoggerFactory.getLogger(LockJudge.class);

  private final ObjectStore store;
  private final Layout layout;
  private final LockClaim claim;
  private final long began;

  LockJudge(ObjectStore store, Layout layout, LockClaim claim) {
    this.store = store;
    this.layout = layout;
    this.claim = claim;
    this.began = claim.pace().nanos();
  }

  /** Whether the holder is gone; false: something changed, look again; or LOCKED. */
  boolean mayTake(LockListing listing) {
    long generation = listing.highest();
    byte[] content = read(LockListing.key(layout, generation));
    if (content == null) {
      return false;
    }
    Optional<LockRecord> holder = LockRecord.parse(content);
    if (isReleased(listing, generation, holder)) {
      return true;
    }
    if (mayTakeAtOnce(holder)) {
      LOG.warn("taking over the lock of {} from {}", layout, describe(holder));
      return true;
    }
    Processes.Life life = life(holder);
    if (life == Processes.Life.DEAD) {
      LOG.info("the holder of the lock of {} is dead: {}", layout, describe(holder));
      return true;
    }
    if (life == Processes.Life.ALIVE) {
      requirePatience(holder);
    }
    return watch(listing, generation, holder);
  }

  private boolean mayTakeAtOnce(Optional<LockRecord> holder) {
    return switch (claim.takeOver()) {
      case ANY -> true;
      case OWN -> holder.filter(record -> record.owner().sameResource(claim.owner())).isPresent();
      case DEAD -> false;
    };
  }

  private boolean isReleased(LockListing listing, long generation, Optional<LockRecord> holder) {
    String key = LockListing.releasedKey(layout, generation);
    if (holder.isEmpty() || !listing.hasReleased(key)) {
      return false;
    }
    byte[] token = read(key);
    return token != null
        && new String(token, StandardCharsets.US_ASCII).equals(holder.get().token());
  }

  /** Of this host's processes alone something is known. */
  private Processes.Life life(Optional<LockRecord> holder) {
    if (holder.filter(this::isLeftByThisProcess).isPresent()) {
      return Processes.Life.DEAD;
    }
    return holder
        .map(LockRecord::owner)
        .filter(claim.owner()::sameHost)
        .map(claim.processes()::life)
        .orElse(Processes.Life.UNKNOWN);
  }

  private boolean isLeftByThisProcess(LockRecord holder) {
    return claim.owner().sameProcess(holder.owner()) && !HeldLocks.has(holder);
  }

  private void requirePatience(Optional<LockRecord> holder) {
    if (claim.pace().nanos() - began >= claim.times().patience().toNanos()) {
      throw locked(holder);
    }
  }

  /**
   * True: dead, or silent for so long that it counts as dead. False: it went, or another came.
   * LOCKED where it lives for longer than there is patience.
   */
  private boolean watch(LockListing first, long generation, Optional<LockRecord> holder) {
    LOG.info(
        "the lock of {} is held by {}: watching for signs of life for up to {} s",
        layout,
        describe(holder),
        claim.times().staleAfter().toSeconds());
    List<String> seen = first.keysOf(generation);
    long lastSign = claim.pace().nanos();
    while (claim.pace().nanos() - lastSign < claim.times().staleAfter().toNanos()) {
      pause();
      LockListing now = LockListing.look(store, layout);
      if (now.isFree() || now.highest() != generation) {
        return false;
      }
      if (isReleased(now, generation, holder)) {
        return true;
      }
      Processes.Life life = life(holder);
      if (life == Processes.Life.DEAD) {
        return true;
      }
      List<String> keys = now.keysOf(generation);
      if (life == Processes.Life.ALIVE || !keys.equals(seen)) {
        requirePatience(holder);
        seen = keys;
        lastSign = claim.pace().nanos();
      }
    }
    LOG.warn("the holder of the lock of {} is silent, taking over: {}", layout, describe(holder));
    return true;
  }

  private void pause() {
    try {
      claim.pace().sleep(claim.times().poll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(
          FailureClass.INTERRUPTED, "interrupted while waiting for the lock of " + layout, null, e);
    }
  }

  /** Null where it is gone. */
  private byte[] read(String key) {
    try {
      return store.read(key, LockRecord.LONGEST);
    } catch (Failure e) {
      return switch (e.failureClass()) {
        case NOT_FOUND -> null;
        case CORRUPT -> new byte[0];
        default -> throw e;
      };
    }
  }

  private Failure locked(Optional<LockRecord> holder) {
    return Failure.of(
        FailureClass.LOCKED,
        layout + " is locked by " + describe(holder),
        "wait for it to end; if it is dead for sure, use --take-over");
  }

  private static String describe(Optional<LockRecord> holder) {
    return holder.map(LockRecord::describe).orElse("a process whose lock cannot be read");
  }
}
