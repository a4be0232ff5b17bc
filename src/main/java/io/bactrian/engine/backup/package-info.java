/**
 * One run of a backup: a walk becomes a plan of chunks, chunks become bundles, bundles objects and
 * segments, and a commit makes a backup of them.
 */
package io.bactrian.engine.backup;
