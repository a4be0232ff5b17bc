package io.bactrian.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether a directory has come to rest. What waits for a document that is missing waits in vain,
 * once nothing else goes on and nobody brought it for a while.
 */
final class RunSettlement {
  private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private final Supplier<List<RunStanding>> standings;
  private final BooleanSupplier filesRead;
  private long quietSince;
  private boolean quiet;

  RunSettlement(Supplier<List<RunStanding>> standings, BooleanSupplier filesRead) {
    this.standings = standings;
    this.filesRead = filesRead;
  }

  /** Asked again and again. */
  boolean reached() {
    List<RunStanding> now = standings.get();
    boolean active = now.stream().anyMatch(one -> one.outlook() == RunStanding.Outlook.ACTIVE);
    if (active || !filesRead.getAsBoolean()) {
      quiet = false;
      return false;
    }
    if (!quiet) {
      quiet = true;
      quietSince = System.nanoTime();
    }
    boolean waiting = now.stream().anyMatch(one -> one.outlook() == RunStanding.Outlook.WAITING);
    return !waiting || System.nanoTime() - quietSince > PATIENCE;
  }
}
