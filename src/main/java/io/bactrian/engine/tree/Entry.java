package io.bactrian.engine.tree;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/**
 * One path of a tree as one look at it saw it. Immutable by agreement: callers never change the
 * arrays.
 *
 * @param path raw bytes, relative to the root, '/' between names, no leading or trailing '/'; empty
 *     for the root itself
 * @param size bytes of content; 0 for everything but a FILE
 * @param mode the twelve permission bits
 * @param user the owner's name, "" where the system knows none
 * @param group the group's name, "" where the system knows none
 * @param mtime modification time, nanoseconds since the epoch (years 1678 to 2262, else clamped)
 * @param ctime change time, nanoseconds since the epoch; never stored in a header
 * @param device number of the file system; never stored in a header
 * @param inode never stored in a header
 * @param rdev device number of a device node (major and minor as Linux packs them), else 0
 * @param link target of a SYMLINK (raw bytes), or path of the first name of a HARDLINK, else empty
 * @param xattrs extended attributes with their namespace ("user.x"), sorted by name; never null
 */
public record Entry(
    byte[] path,
    EntryType type,
    long size,
    int mode,
    long uid,
    long gid,
    String user,
    String group,
    long mtime,
    long ctime,
    long device,
    long inode,
    long rdev,
    byte[] link,
    SortedMap<String, byte[]> xattrs) {

  /** Files above this size are cut at multiples of it; others share chunks. */
  public static final int LARGE = 1 << 20;

  public boolean isFile() {
    return type == EntryType.FILE;
  }

  public boolean isLarge() {
    return type == EntryType.FILE && size > LARGE;
  }

  /** The path for people: UTF-8, undecodable bytes shown as U+FFFD; "." for the root. */
  public String display() {
    return path.length == 0 ? "." : new String(path, StandardCharsets.UTF_8);
  }
}
