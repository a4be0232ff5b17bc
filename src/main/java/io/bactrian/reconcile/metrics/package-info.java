/** What passes and resources show to Prometheus. */
package io.bactrian.reconcile.metrics;
