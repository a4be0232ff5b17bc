package io.bactrian.engine.index;

/**
 * Where a chunk's compressed bytes lie.
 *
 * @param object the object
 * @param offset first byte in the object after decryption
 * @param length compressed length in bytes
 */
public record Location(ObjectRef object, long offset, int length) {}
