package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkRecord;

/**
 * A chunk of a base, and which part of which segment says so.
 *
 * @param chunk what and where
 * @param segment the segment that names it
 * @param index its place among the segment's chunks, 0 for the first
 * @param last whether it is the segment's last
 */
record BaseChunk(ChunkRecord chunk, SegmentRef segment, int index, boolean last) {}
