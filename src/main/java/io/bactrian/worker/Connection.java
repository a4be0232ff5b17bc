package io.bactrian.worker;

import io.bactrian.engine.store.ObjectStore;
import io.bactrian.route.Runtime;

/**
 * A repository that routes can reach.
 *
 * @param once one attempt a call: for what the routes redeliver
 * @param retrying tried again as {@code bactrian.retry.store.*} says: for everything else
 */
public record Connection(Runtime runtime, ObjectStore once, ObjectStore retrying) {}
