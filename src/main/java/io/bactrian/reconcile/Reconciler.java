package io.bactrian.reconcile;

import io.bactrian.cluster.Conflict;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.cluster.Resources;
import io.bactrian.control.Controller;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Duration;

/**
 * Brings resources of one kind, one at a time, to where their controller wants them. Thread-safe,
 * but for one resource, which must never be reconciled twice at once. Has no memory that matters:
 * whatever it knows stands in the status.
 */
public final class Reconciler<R extends CustomResource<?, ?>> {
  private final Resources<R> resources;
  private final Controller<R> controller;
  private final Ends ends;

  /**
   * What a pass asks, changes and tells.
   *
   * @param clock of the machine; decisions get its time in whole milliseconds
   */
  public record Ends(
      Answers answers, Deeds deeds, Signals signals, PassListener listener, Clock clock) {}

  public Reconciler(Resources<R> resources, Controller<R> controller, Ends ends) {
    this.resources = resources;
    this.controller = controller;
    this.ends = ends;
  }

  /**
   * One pass: reads the resource, does what its controller says until that is to wait. Throws
   * {@link Conflict} where somebody else wrote in between, and whatever an end throws; in either
   * case the pass may be repeated.
   */
  public Again reconcile(ResourceKey key) {
    long begun = System.nanoTime();
    boolean failed = true;
    try {
      Again again =
          resources
              .get(key.namespace(), key.name())
              .map(found -> new Pass<>(key, found, resources, controller, ends).run())
              .orElseGet(Again::onChange);
      failed = false;
      return again;
    } finally {
      ends.listener().passEnded(key, Duration.ofNanos(System.nanoTime() - begun), failed);
    }
  }
}
