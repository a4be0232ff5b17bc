package io.bactrian.route;

import io.bactrian.engine.repo.DeletionResult;
import io.bactrian.engine.repo.RemovalRun;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** The steps of prune.yaml. */
public final class RemovalSteps {
  private static final String RUN = "removal";

  /** Remembers the run for the step at the end, and takes the lock. */
  public RemovalRun begin(Exchange exchange, @Body RemovalRun run) {
    exchange.setVariable(RUN, run);
    run.begin();
    return run;
  }

  public void finishCutShort(@Body RemovalRun run) {
    run.finishCutShort();
  }

  public void choose(@Body RemovalRun run) {
    run.choose();
  }

  public DeletionResult delete(@Body RemovalRun run) {
    return run.delete();
  }

  /** Lets go of the name, however the deletion ended. */
  public void close(Exchange exchange) {
    RemovalRun run = exchange.getVariable(RUN, RemovalRun.class);
    if (run != null) {
      run.close();
    }
  }
}
