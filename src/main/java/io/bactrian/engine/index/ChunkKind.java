package io.bactrian.engine.index;

/** What a chunk of the tar stream holds. */
public enum ChunkKind {
  /** Whole entries: header, content and padding of each. */
  ENTRIES,
  /** The header of one large file. */
  HEADER,
  /** One range of a large file's content; the last range carries the padding. */
  DATA,
  /** The end of the archive: two zero blocks. */
  END
}
