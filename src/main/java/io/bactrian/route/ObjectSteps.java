package io.bactrian.route;

import io.bactrian.engine.read.Fetch;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** The steps of object.yaml: one stored object on its way in. */
public final class ObjectSteps {
  public void attempt(@Body Fetch fetch) {
    fetch.attempt();
  }

  public void fetched(@Body Fetch fetch) {
    fetch.fetched();
  }

  /** The dead letter: the object that failed for good, and why. */
  public void failed(Exchange exchange, @Body Fetch fetch) {
    Throwable thrown = exchange.getException();
    fetch.failed(
        thrown != null ? thrown : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
  }
}
