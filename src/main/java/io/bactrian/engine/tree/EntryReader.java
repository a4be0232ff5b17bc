package io.bactrian.engine.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * Looks at single paths. Never follows a symlink at the path itself. Remembers names of owners, so
 * keep one. Safe for many threads.
 */
public final class EntryReader {
  private static final byte[] NO_LINK = {};

  private final OwnerNames owners = new OwnerNames();
  private final Xattrs xattrs = new Xattrs();
  private final XattrHint hint;

  public EntryReader() {
    this(XattrHint.NONE);
  }

  public EntryReader(XattrHint hint) {
    this.hint = hint;
  }

  /**
   * The entry at a path. Knows nothing of hard links: each name is a FILE.
   *
   * @param relativePath raw bytes, as the entry's path
   * @throws Vanished if there is nothing, or a socket
   * @throws io.bactrian.engine.failure.Failure UNREADABLE if it may not or cannot be looked at
   */
  public Entry read(Path file, byte[] relativePath) throws Vanished {
    Stat stat = look(file, relativePath);
    if (stat.type() == null) {
      throw new Vanished(relativePath);
    }
    return entry(file, relativePath, stat);
  }

  Stat look(Path file, byte[] path) throws Vanished {
    try {
      return Stat.of(file);
    } catch (IOException e) {
      throw TreeFailures.goneOrUnreadable(file, path, e);
    }
  }

  Entry entry(Path file, byte[] path, Stat stat) throws Vanished {
    try {
      EntryType type = stat.type();
      byte[] link =
          type == EntryType.SYMLINK ? PathBytes.of(Files.readSymbolicLink(file)) : NO_LINK;
      Entry bare = of(file, path, stat, type, link, Xattrs.none());
      return type == EntryType.FILE || type == EntryType.DIRECTORY
          ? withXattrs(bare, file, path, stat)
          : bare;
    } catch (IOException e) {
      throw replacedOrUnreadable(file, path, stat, e);
    }
  }

  /** A later name of a file whose first name is known. */
  Entry hardLink(Path file, byte[] path, Stat stat, byte[] first) throws Vanished {
    try {
      return of(file, path, stat, EntryType.HARDLINK, first, Xattrs.none());
    } catch (IOException e) {
      throw replacedOrUnreadable(file, path, stat, e);
    }
  }

  private Entry withXattrs(Entry bare, Path file, byte[] path, Stat stat) throws IOException {
    SortedMap<String, byte[]> known = hint.known(bare);
    SortedMap<String, byte[]> attributes = known != null ? known : xattrs.read(file, stat.device());
    return attributes.isEmpty() ? bare : of(file, path, stat, bare.type(), bare.link(), attributes);
  }

  private Entry of(
      Path file,
      byte[] path,
      Stat stat,
      EntryType type,
      byte[] link,
      SortedMap<String, byte[]> attributes)
      throws IOException {
    boolean device = type == EntryType.CHAR_DEVICE || type == EntryType.BLOCK_DEVICE;
    return new Entry(
        path,
        type,
        type == EntryType.FILE ? stat.size() : 0,
        stat.mode() & 07777,
        stat.uid(),
        stat.gid(),
        owners.user(file, stat.uid()),
        owners.group(file, stat.gid()),
        stat.mtime(),
        stat.ctime(),
        stat.device(),
        stat.inode(),
        device ? stat.rdev() : 0,
        link,
        attributes);
  }

  /** An error about something that is another thing by now says nothing about what it was. */
  private static Vanished replacedOrUnreadable(
      Path file, byte[] path, Stat before, IOException error) {
    if (TreeFailures.gone(file, error) || replaced(file, before)) {
      return new Vanished(path);
    }
    throw TreeFailures.unreadable(file, error);
  }

  private static boolean replaced(Path file, Stat before) {
    try {
      Stat now = Stat.of(file);
      return now.type() != before.type() || !now.sameInode(before);
    } catch (IOException e) {
      return TreeFailures.gone(file, e);
    }
  }
}
