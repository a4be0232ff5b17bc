package io.bactrian.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the routes store-call and store-failed. */
public final class StoreCalls {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCalls.class);

  /** One attempt. The failure before it is logged here, the last one is thrown to the caller. */
  public void attempt(StoreCall call) {
    if (call.failure() != null) {
      LOG.warn(
          "{}, attempt {}: again after '{}'",
          call.what(),
          call.attempts() + 1,
          call.failure().getMessage());
    }
    call.attempt();
  }

  /** The last failure stays in the call, where its caller finds it. */
  public void failed(StoreCall call) {
    LOG.debug("{} failed after {} attempts", call.what(), call.attempts());
  }
}
