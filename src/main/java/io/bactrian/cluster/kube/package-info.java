/** A cluster behind an API server: watches, writes by compare-and-swap, worker Jobs, the lease. */
package io.bactrian.cluster.kube;
