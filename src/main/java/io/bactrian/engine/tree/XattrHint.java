package io.bactrian.engine.tree;

import java.util.SortedMap;

/**
 * Spares the three system calls that reading a file's extended attributes takes. Changing them
 * changes a file's ctime; so whoever knows the file as it was at the same ctime knows them too.
 */
@FunctionalInterface
public interface XattrHint {
  /** Knows nothing: everything is read. */
  XattrHint NONE = bare -> null;

  /**
   * @param bare a FILE or DIRECTORY without its attributes, everything else as it will be
   * @return its attributes, or null to have them read
   */
  SortedMap<String, byte[]> known(Entry bare);
}
