/** Camel for one verb: finds its route files, starts them, and holds the steps that they call. */
package io.bactrian.route;
