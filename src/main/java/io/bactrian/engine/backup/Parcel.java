package io.bactrian.engine.backup;

import io.bactrian.engine.store.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object on its way into the store: encoded once into a spool file, sent as often as it takes,
 * always the same bytes under the same name. Handled by one thread at a time.
 */
public abstract sealed class Parcel permits Bundle, Piece {
  private static final Logger LOG = LoggerFactory.getLogger(Parcel.class);

  private final BackupRun run;
  private final String label;
  private Sealed sealed;
  private Receipt receipt;
  private int attempts;
  private long attemptStartedNanos;
  private long attemptStartedMillis;

  Parcel(BackupRun run, String label) {
    this.run = run;
    this.label = label;
  }

  public final BackupRun run() {
    return run;
  }

  /** For people and the ledger: "bundle 17", "segment 3". */
  public final String label() {
    return label;
  }

  /** Whether its bytes are made; they are made once. */
  public final boolean isSpooled() {
    return sealed != null;
  }

  /** Whether there is nothing to send, because all of it is stored already. */
  public final boolean isEmpty() {
    return sealed != null && sealed.length() == 0;
  }

  final Sealed sealed() {
    return sealed;
  }

  final void seal(Sealed bytes) {
    this.sealed = bytes;
  }

  final void receipt(Receipt words) {
    this.receipt = words;
  }

  final Receipt receipt() {
    return receipt;
  }

  final void beginAttempt() {
    attempts++;
    attemptStartedNanos = System.nanoTime();
    attemptStartedMillis = System.currentTimeMillis();
  }

  final int attempts() {
    return attempts;
  }

  final long attemptMillis() {
    return (System.nanoTime() - attemptStartedNanos) / 1_000_000;
  }

  final long attemptStartedMillis() {
    return attemptStartedMillis;
  }

  /** Removes the spool file; the stored object is not touched. */
  final void discardSpool() {
    if (sealed != null && sealed.spool() != null) {
      try {
        Files.deleteIfExists(sealed.spool());
      } catch (IOException e) {
        LOG.warn("cannot remove spool file '{}': {}", sealed.spool(), e.toString());
      }
    }
  }

  /**
   * Bytes as they are sent.
   *
   * @param spool holds them; null where there is nothing to send
   * @param key whole key in the repository
   * @param length in bytes
   * @param sha256 of the bytes, lower-case hex
   */
  record Sealed(Path spool, String key, long length, String sha256) {}
}
