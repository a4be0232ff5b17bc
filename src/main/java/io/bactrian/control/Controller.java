package io.bactrian.control;

import java.time.Instant;

/**
 * Decides about resources of one kind. Pure: no I/O, no clock, no memory; the same resource, facts
 * and time give the same step.
 */
public interface Controller<R> {
  Step next(R resource, Facts facts, Instant now);
}
