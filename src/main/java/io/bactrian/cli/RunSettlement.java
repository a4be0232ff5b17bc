package io.bactrian.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether a directory has come to rest. What waits for a document that is missing waits in vain,
 * once nothing else goes on and nobody brought it for a while.
 */
final class RunSettlement {
  private static final long PATIENCE = Duration.ofSeconds(3).toNanos();

  private final BooleanSupplier filesRead;
  private final BooleanSupplier actedUpon;
  private final Supplier<List<RunStanding>> standings;
  private long quietSince;
  private boolean quiet;

  /**
   * @param filesRead whether all that files say is in the resources
   * @param actedUpon whether every change of a resource was acted upon
   * @param standings asked after the other two: a resource of a file that was read meanwhile is
   *     among them
   */
  RunSettlement(
      BooleanSupplier filesRead, BooleanSupplier actedUpon, Supplier<List<RunStanding>> standings) {
    this.filesRead = filesRead;
    this.actedUpon = actedUpon;
    this.standings = standings;
  }

  /** How all stand at rest; empty before. Asked again and again. */
  Optional<List<RunStanding>> reached() {
    if (!filesRead.getAsBoolean() || !actedUpon.getAsBoolean()) {
      quiet = false;
      return Optional.empty();
    }
    List<RunStanding> now = standings.get();
    if (any(now, RunStanding.Outlook.ACTIVE)) {
      quiet = false;
      return Optional.empty();
    }
    if (!quiet) {
      quiet = true;
      quietSince = System.nanoTime();
    }
    boolean over =
        !any(now, RunStanding.Outlook.WAITING) || System.nanoTime() - quietSince > PATIENCE;
    return over ? Optional.of(now) : Optional.empty();
  }

  private static boolean any(List<RunStanding> standings, RunStanding.Outlook outlook) {
    return standings.stream().anyMatch(one -> one.outlook() == outlook);
  }
}
