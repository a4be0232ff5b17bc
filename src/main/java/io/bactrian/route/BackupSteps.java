package io.bactrian.route;

import io.bactrian.engine.backup.BackupOutcome;
import io.bactrian.engine.backup.BackupRun;
import io.bactrian.engine.backup.Bundle;
import io.bactrian.engine.backup.BundleWrite;
import io.bactrian.engine.backup.Parcel;
import java.io.IOException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The steps of backup.yaml and bundle.yaml: the body says what it is, the engine does it. */
public final class BackupSteps {
  private static final String RUN = "backup";
  private static final String PARCEL = "parcel";

  /** Remembers the run for the steps at the end, and takes the lock. */
  public BackupRun begin(Exchange exchange, @Body BackupRun run) {
    exchange.setVariable(RUN, run);
    run.begin();
    return run;
  }

  public void requireStored(@Body BackupRun run) {
    run.requireStored();
  }

  public BackupOutcome commit(@Body BackupRun run) {
    return run.commit();
  }

  /** Lets go of the name and the spool, however the backup ended. */
  public void close(Exchange exchange) {
    BackupRun run = exchange.getVariable(RUN, BackupRun.class);
    if (run != null) {
      run.close();
    }
  }

  /** Remembers the parcel: whatever fails later, and wherever, it is told of it. */
  public void take(Exchange exchange, @Body Parcel parcel) {
    exchange.setVariable(PARCEL, parcel);
  }

  /**
   * A redelivery begins with the parcel again, whatever the failed attempt had made of the body.
   */
  public Parcel beginAttempt(Exchange exchange) {
    Parcel parcel = parcelOf(exchange);
    parcel.run().sending().begin(parcel);
    return parcel;
  }

  public BundleWrite archive(@Body Bundle bundle) {
    return bundle.run().encoding().archive(bundle);
  }

  public BundleWrite compress(@Body BundleWrite write) {
    return write.run().encoding().compress(write);
  }

  public BundleWrite encrypt(@Body BundleWrite write) {
    return write.run().encoding().encrypt(write);
  }

  public BundleWrite checksum(@Body BundleWrite write) {
    return write.run().encoding().checksum(write);
  }

  public Bundle spool(@Body BundleWrite write) throws IOException {
    return write.run().encoding().spool(write);
  }

  public void store(@Body Parcel parcel) {
    parcel.run().sending().store(parcel);
  }

  public void confirm(@Body Parcel parcel) {
    parcel.run().sending().confirm(parcel);
  }

  public void stored(Exchange exchange) {
    Parcel parcel = parcelOf(exchange);
    parcel.run().stored(parcel);
  }

  /** The dead letter: the parcel that failed for good, and why. */
  public void failed(Exchange exchange) {
    Parcel parcel = parcelOf(exchange);
    parcel.run().failed(parcel, causeOf(exchange));
  }

  /** Every failed attempt goes into the ledger, whether or not another follows. */
  public Processor attemptFailed() {
    return exchange -> {
      Parcel parcel = parcelOf(exchange);
      parcel.run().sending().failed(parcel, causeOf(exchange));
    };
  }

  private static Parcel parcelOf(Exchange exchange) {
    return exchange.getVariable(PARCEL, Parcel.class);
  }

  private static Throwable causeOf(Exchange exchange) {
    Throwable thrown = exchange.getException();
    return thrown != null
        ? thrown
        : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
