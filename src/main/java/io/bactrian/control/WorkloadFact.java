package io.bactrian.control;

/**
 * A workload that uses a claim.
 *
 * @param replicas asked for by its spec
 * @param existing pods of it that exist in any state, terminating ones too
 * @param ready pods of it that are ready, observed for the spec's present generation
 */
public record WorkloadFact(boolean exists, int replicas, int existing, int ready) {}
