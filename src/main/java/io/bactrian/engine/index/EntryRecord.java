package io.bactrian.engine.index;

import io.bactrian.engine.tree.Entry;

/**
 * An entry as a run holds it.
 *
 * @param entry what was scanned; its header in the stream is exactly {@code TarHeader.of(entry)}
 * @param crc32c of the content of a FILE that is not large, else 0
 * @param changed whether the file changed while it was read, so that its content may be torn
 */
public record EntryRecord(Entry entry, int crc32c, boolean changed) {}
