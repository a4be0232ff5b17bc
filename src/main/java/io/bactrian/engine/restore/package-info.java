/** One restore: a plan of the index, objects fetched once into staging, and the swap. */
package io.bactrian.engine.restore;
