package io.bactrian.route;

import io.bactrian.engine.verify.VerifyOutcome;
import io.bactrian.engine.verify.VerifyRun;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** The steps of verify.yaml. */
public final class VerifySteps {
  private static final String RUN = "verify";

  /** Remembers the run for the step at the end. */
  public VerifyRun begin(Exchange exchange, @Body VerifyRun run) {
    exchange.setVariable(RUN, run);
    run.begin();
    return run;
  }

  public void requireFetched(@Body VerifyRun run) {
    run.requireFetched();
  }

  public void plan(@Body VerifyRun run) {
    run.plan();
  }

  public VerifyOutcome finish(@Body VerifyRun run) {
    return run.finish();
  }

  public void close(Exchange exchange) {
    VerifyRun run = exchange.getVariable(RUN, VerifyRun.class);
    if (run != null) {
      run.close();
    }
  }
}
