package io.bactrian.engine.tree;

import java.io.Closeable;
import java.util.Iterator;

/** Records in order. Closing gives back the spool space; nothing can be read after that. */
public interface SortedRecords extends Iterator<byte[]>, Closeable {
  @Override
  void close();
}
