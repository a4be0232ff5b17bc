package io.bactrian.engine.tree;

import java.util.HashMap;
import java.util.Map;

/**
 * First names of files that have several. Forgets a file once all its names were seen, and holds at
 * most 100,000 files and 8 MiB of names: beyond that a file's later names are stored as files of
 * their own.
 */
final class HardLinks {
  private static final int MAX_FILES = 100_000;
  private static final int MAX_NAME_BYTES = 8 << 20;

  private final Map<Inode, Names> known = new HashMap<>();
  private int nameBytes;

  /** The first name of a file seen before; null if this is it. */
  byte[] firstOf(byte[] path, Stat stat) {
    if (stat.links() < 2) {
      return null;
    }
    Inode inode = new Inode(stat.device(), stat.inode());
    Names names = known.get(inode);
    if (names != null) {
      count(inode, names);
      return names.first;
    }
    if (known.size() < MAX_FILES && nameBytes + path.length <= MAX_NAME_BYTES) {
      known.put(inode, new Names(path, stat.links() - 1));
      nameBytes += path.length;
    }
    return null;
  }

  /** The first name vanished after all: the next one takes its place. */
  void forget(Stat stat) {
    Names names = known.remove(new Inode(stat.device(), stat.inode()));
    if (names != null) {
      nameBytes -= names.first.length;
    }
  }

  private void count(Inode inode, Names names) {
    if (--names.left == 0) {
      known.remove(inode);
      nameBytes -= names.first.length;
    }
  }

  private record Inode(long device, long inode) {}

  private static final class Names {
    final byte[] first;
    int left;

    Names(byte[] first, int left) {
      this.first = first;
      this.left = left;
    }
  }
}
