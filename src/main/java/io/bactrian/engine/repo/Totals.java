package io.bactrian.engine.repo;

/**
 * What a run holds and what it cost. Bytes are stored bytes, but for rawBytes.
 *
 * @param entries everything in the tar stream
 * @param files regular files
 * @param directories directories
 * @param links symbolic and hard links
 * @param rawBytes length of the tar stream
 * @param storedBytes of every object the run needs
 * @param bytesNew stored by this run
 * @param bytesReused found in other runs
 * @param objectsNew objects stored by this run
 * @param chunks in all
 * @param chunksNew stored by this run
 * @param chunksReused found in other runs
 * @param unread chunks reused without reading the source
 * @param compared chunks read and found equal
 * @param added entries that the base did not have
 * @param changed entries that differ from the base
 * @param gone entries that only the base has
 */
public record Totals(
    long entries,
    long files,
    long directories,
    long links,
    long rawBytes,
    long storedBytes,
    long bytesNew,
    long bytesReused,
    long objectsNew,
    long chunks,
    long chunksNew,
    long chunksReused,
    long unread,
    long compared,
    long added,
    long changed,
    long gone) {}
