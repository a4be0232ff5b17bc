package io.bactrian.engine.tree;

import java.io.IOException;
import java.nio.file.Path;

/** The look after reading: is the file still what the entry says? One system call. */
public final class Untouched {
  private Untouched() {}

  /** Whether size, mtime, ctime and inode are as they were; false if it cannot be looked at. */
  public static boolean is(Path file, Entry entry) {
    try {
      Stat now = Stat.of(file);
      return now.type() == entry.type()
          && now.size() == entry.size()
          && now.mtime() == entry.mtime()
          && now.ctime() == entry.ctime()
          && now.inode() == entry.inode();
    } catch (IOException e) {
      return false;
    }
  }
}
