/** What the operator needs of a cluster, whichever end it is: an API server or a directory. */
package io.bactrian.cluster;
