package io.bactrian.engine.backup;

import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.tree.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The two rules of reuse: unread when nothing was touched, compared when something was. */
final class Reuse {
  /** A file touched this shortly before it was read, or later, may have changed unseen. */
  static final long RACY_NANOS = 60_000_000_000L;

  private Reuse() {}

  /** Whether a base's chunk stands for these entries without reading them. */
  static boolean unread(List<Entry> entries, ChunkRecord base) {
    if (entries.size() != base.entries().size()) {
      return false;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (!untouched(entries.get(i), base.entries().get(i), base.readAt())) {
        return false;
      }
    }
    return true;
  }

  private static boolean untouched(Entry now, EntryRecord then, long readAtMillis) {
    Entry before = then.entry();
    long safe = readAtMillis * 1_000_000L - RACY_NANOS;
    return !then.changed()
        && now.ctime() == before.ctime()
        && now.inode() == before.inode()
        && now.device() == before.device()
        && now.mtime() < safe
        && now.ctime() < safe
        && sameHeader(now, before);
  }

  /** Whether two entries have the same header bytes. */
  static boolean sameHeader(Entry a, Entry b) {
    return a.type() == b.type()
        && a.size() == b.size()
        && a.mode() == b.mode()
        && a.mtime() == b.mtime()
        && a.uid() == b.uid()
        && a.gid() == b.gid()
        && a.rdev() == b.rdev()
        && a.user().equals(b.user())
        && a.group().equals(b.group())
        && Arrays.equals(a.path(), b.path())
        && Arrays.equals(a.link(), b.link())
        && sameXattrs(a.xattrs(), b.xattrs());
  }

  private static boolean sameXattrs(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.size() == b.size()
        && a.entrySet().stream().allMatch(x -> Arrays.equals(x.getValue(), b.get(x.getKey())));
  }
}
