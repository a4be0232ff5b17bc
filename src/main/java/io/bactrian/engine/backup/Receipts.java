package io.bactrian.engine.backup;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.Receipt;

/** What a store says it holds, against what was sent. */
final class Receipts {
  private Receipts() {}

  static void requireMatch(Receipt receipt, Parcel.Sealed sent) {
    boolean same =
        receipt.length() == sent.length()
            && receipt.sha256().map(sent.sha256()::equals).orElse(true);
    if (!same) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "the store reports "
              + receipt.length()
              + " bytes, sha256 "
              + receipt.sha256().orElse("unknown")
              + " for '"
              + sent.key()
              + "', sent were "
              + sent.length()
              + " bytes, sha256 "
              + sent.sha256(),
          null);
    }
  }
}
