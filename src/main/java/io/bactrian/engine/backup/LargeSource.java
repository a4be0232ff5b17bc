package io.bactrian.engine.backup;

import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.SourceFile;
import io.bactrian.engine.tree.Untouched;
import java.io.Closeable;
import java.nio.file.Path;

/**
 * One large file, opened when it was planned and held open until the last bundle that reads it is
 * encoded: a file removed meanwhile is still read whole. Counts its users.
 */
final class LargeSource implements Closeable {
  private final Path path;
  private final Entry entry;
  private SourceFile file;
  private int users = 1;

  LargeSource(Path path, Entry entry, SourceFile file) {
    this.path = path;
    this.entry = entry;
    this.file = file;
  }

  /** Reads up to length bytes at an offset; fewer only where the file ends. */
  int read(long offset, byte[] buffer, int at, int length) {
    SourceFile open;
    synchronized (this) {
      open = file;
    }
    if (open == null) {
      throw new IllegalStateException("'" + entry.display() + "' is closed");
    }
    return open.read(offset, buffer, at, length);
  }

  /** Whether the file is still as it was planned. */
  boolean isUntouched() {
    return Untouched.is(path, entry);
  }

  synchronized void retain() {
    users++;
  }

  synchronized void release() {
    users--;
    if (users == 0) {
      close();
    }
  }

  synchronized boolean isClosed() {
    return file == null;
  }

  @Override
  public synchronized void close() {
    if (file != null) {
      file.close();
      file = null;
    }
  }
}
