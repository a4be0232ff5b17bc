/** What a run holds and where it lies: chunks and entries, in segments. */
package io.bactrian.engine.index;
