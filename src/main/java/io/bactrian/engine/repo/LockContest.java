package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
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
  static final int LONGEST = 64 << 10;
  private static final int ROUNDS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(LockContest.class);

  private final ObjectStore store;
  private final Layout layout;
  private final Owner owner;
  private final TakeOver takeOver;
  private final LockTimes times;
  private final Processes processes;
  private final Pace pace;
  private long began;

  LockContest(
      ObjectStore store,
      Layout layout,
      Owner owner,
      TakeOver takeOver,
      LockTimes times,
      Processes processes,
      Pace pace) {
    this.store = store;
    this.layout = layout;
    this.owner = owner;
    this.takeOver = takeOver;
    this.times = times;
    this.processes = processes;
    this.pace = pace;
  }

  NameLock acquire(boolean beating) {
    began = pace.nanos();
    for (int round = 0; round < ROUNDS; round++) {
      LockListing before = LockListing.look(store, layout);
      if (before.isFree() || mayTake(before)) {
        Optional<LockRecord> won = create(before);
        if (won.isPresent()) {
          return new NameLock(store, layout, won.get(), times, beating);
        }
      }
    }
    throw Failure.of(
        FailureClass.LOCKED,
        "the lock of " + layout + " changed hands " + ROUNDS + " times while this process waited",
        "see which other processes write this name");
  }

  /** Whether the holder is gone; false: something changed, look again; or LOCKED. */
  private boolean mayTake(LockListing listing) {
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
    return switch (takeOver) {
      case ANY -> true;
      case OWN -> holder.filter(record -> record.owner().sameResource(owner)).isPresent();
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
    return holder
        .map(LockRecord::owner)
        .filter(owner::sameHost)
        .map(processes::life)
        .orElse(Processes.Life.UNKNOWN);
  }

  private void requirePatience(Optional<LockRecord> holder) {
    if (pace.nanos() - began >= times.patience().toNanos()) {
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
        times.staleAfter().toSeconds());
    List<String> seen = first.keysOf(generation);
    long lastSign = pace.nanos();
    while (pace.nanos() - lastSign < times.staleAfter().toNanos()) {
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
        lastSign = pace.nanos();
      }
    }
    LOG.warn("the holder of the lock of {} is silent, taking over: {}", layout, describe(holder));
    return true;
  }

  private void pause() {
    try {
      pace.sleep(times.poll());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(
          FailureClass.INTERRUPTED, "interrupted while waiting for the lock of " + layout, null, e);
    }
  }

  /** Empty: somebody else was there first. */
  private Optional<LockRecord> create(LockListing before) {
    LockRecord mine = newRecord(before.next());
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
        owner,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private void clean(LockListing listing, long mine) {
    try {
      listing.leavings(mine).forEach(store::delete);
    } catch (Failure e) {
      LOG.warn("old locks of {} stay until the next holder: {}", layout, e.getMessage());
    }
  }

  /** Null where it is gone. */
  private byte[] read(String key) {
    try {
      return store.read(key, LONGEST);
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
