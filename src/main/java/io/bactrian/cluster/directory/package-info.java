/**
 * A directory of YAML as a cluster: its documents are the resources, {@code DIR/.bactrian} holds
 * what an API server would hold, and workers are threads of this process.
 */
package io.bactrian.cluster.directory;
