package io.bactrian.route;

import io.bactrian.engine.restore.RestoreOutcome;
import io.bactrian.engine.restore.RestoreRun;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** The steps of restore.yaml. */
public final class RestoreSteps {
  private static final String RUN = "restore";

  /** Remembers the run for the steps at the end, and makes staging. */
  public RestoreRun begin(Exchange exchange, @Body RestoreRun run) {
    exchange.setVariable(RUN, run);
    run.begin();
    return run;
  }

  public void requireFetched(@Body RestoreRun run) {
    run.requireFetched();
  }

  public void plan(@Body RestoreRun run) {
    run.plan();
  }

  public RestoreOutcome finish(@Body RestoreRun run) {
    return run.finish();
  }

  /** Clears staging away unless the swap has begun. */
  public void close(Exchange exchange) {
    RestoreRun run = exchange.getVariable(RUN, RestoreRun.class);
    if (run != null) {
      run.close();
    }
  }
}
