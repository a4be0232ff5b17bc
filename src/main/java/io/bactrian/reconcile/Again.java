package io.bactrian.reconcile;

import java.time.Instant;
import java.util.Optional;

/**
 * When to look at a resource again.
 *
 * @param at then at the latest; empty: when something changes
 * @param deafUntil changes do not bring it forward before then; empty: they do at once
 */
public record Again(Optional<Instant> at, Optional<Instant> deafUntil) {

  /** When something changes. */
  public static Again onChange() {
    return new Again(Optional.empty(), Optional.empty());
  }

  /** At that time, or when something changes. */
  public static Again at(Instant time) {
    return new Again(Optional.of(time), Optional.empty());
  }

  /** At that time; changes are heard from {@code deafUntil} on. */
  public static Again backOff(Instant time, Instant deafUntil) {
    return new Again(Optional.of(time), Optional.of(deafUntil));
  }
}
