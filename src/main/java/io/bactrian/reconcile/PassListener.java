package io.bactrian.reconcile;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Facts;
import io.bactrian.control.Notice;
import io.bactrian.control.Step;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.util.List;

/**
 * Sees every step of every pass, on the thread that does it; metrics and tests are listeners. What
 * it throws ends the pass.
 */
public interface PassListener {

  default void stepBegins(ResourceKey key, Step step) {}

  /** Not called where the step failed. */
  default void stepDone(ResourceKey key, Step step) {}

  /** After a status was written and its notices were told. */
  default void wrote(StatusWrite write) {}

  /**
   * @param failed whether the pass ended by an exception
   */
  default void passEnded(ResourceKey key, Duration took, boolean failed) {}

  /**
   * One successful write of a status.
   *
   * @param before the status as it was; may be null
   * @param after the resource as it is now
   * @param facts what was known when the status was decided upon
   */
  record StatusWrite(
      ResourceKey key,
      Object before,
      CustomResource<?, ?> after,
      List<Notice> notices,
      Facts facts) {}

  /** Tells all of them, in this order. */
  static PassListener all(List<PassListener> listeners) {
    return new PassListeners(listeners);
  }
}
