package io.bactrian.engine.backup;

import io.bactrian.engine.store.ObjectStore;

/** One try after another to store a parcel, each counted. Safe for many threads. */
public final class Sending {
  private final ObjectStore once;
  private final Ledger ledger;

  /**
   * @param once one attempt a call: the routes try again
   */
  Sending(ObjectStore once, Ledger ledger) {
    this.once = once;
    this.ledger = ledger;
  }

  /** Another attempt begins, be it to make the bytes or to send them. */
  public void begin(Parcel parcel) {
    ledger.begin(parcel);
  }

  /** That attempt failed, whether or not another follows. */
  public void failed(Parcel parcel, Throwable cause) {
    ledger.failed(parcel, cause);
  }

  /** Sends the parcel's bytes once; nothing where all of it is stored already. */
  public void store(Parcel parcel) {
    if (!parcel.isEmpty()) {
      Parcel.Sealed sealed = parcel.sealed();
      parcel.receipt(once.put(sealed.key(), sealed.spool(), sealed.length(), sealed.sha256()));
    }
  }

  /** Holds the store's own words against what was sent. */
  public void confirm(Parcel parcel) {
    if (!parcel.isEmpty()) {
      Receipts.requireMatch(parcel.receipt(), parcel.sealed());
    }
  }
}
