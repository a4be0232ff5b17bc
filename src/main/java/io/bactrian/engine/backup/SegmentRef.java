package io.bactrian.engine.backup;

/**
 * A stored index segment.
 *
 * @param key relative to the name's directory
 * @param size stored length in bytes
 * @param sha256 of the stored bytes
 * @param dataKeyId the data key that opens it, "-" without encryption
 */
record SegmentRef(String key, long size, String sha256, String dataKeyId) {}
