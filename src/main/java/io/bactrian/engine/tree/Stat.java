package io.bactrian.engine.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One lstat. */
record Stat(
    int mode,
    long device,
    long inode,
    long rdev,
    int links,
    long uid,
    long gid,
    long size,
    long mtime,
    long ctime) {
  private static final String NAMES =
      "unix:mode,dev,ino,rdev,nlink,uid,gid,size,lastModifiedTime,ctime";
  private static final int TYPE_BITS = 0170000;

  /** Never follows a symlink at the path itself. */
  static Stat of(Path file) throws IOException {
    Map<String, Object> seen = Files.readAttributes(file, NAMES, LinkOption.NOFOLLOW_LINKS);
    return new Stat(
        number(seen, "mode").intValue(),
        number(seen, "dev").longValue(),
        number(seen, "ino").longValue(),
        number(seen, "rdev").longValue(),
        number(seen, "nlink").intValue(),
        number(seen, "uid").intValue() & 0xffffffffL,
        number(seen, "gid").intValue() & 0xffffffffL,
        number(seen, "size").longValue(),
        nanos(seen, "lastModifiedTime"),
        nanos(seen, "ctime"));
  }

  /** Null for a socket, and for what no archive knows. */
  EntryType type() {
    return switch (mode & TYPE_BITS) {
      case 0100000 -> EntryType.FILE;
      case 0040000 -> EntryType.DIRECTORY;
      case 0120000 -> EntryType.SYMLINK;
      case 0010000 -> EntryType.FIFO;
      case 0020000 -> EntryType.CHAR_DEVICE;
      case 0060000 -> EntryType.BLOCK_DEVICE;
      default -> null;
    };
  }

  boolean isDirectory() {
    return (mode & TYPE_BITS) == 0040000;
  }

  boolean sameInode(Stat other) {
    return inode == other.inode && device == other.device;
  }

  private static Number number(Map<String, Object> seen, String name) {
    return (Number) seen.get(name);
  }

  /** Times a long cannot hold (before 1678, after 2262) are clamped. */
  private static long nanos(Map<String, Object> seen, String name) {
    return ((FileTime) seen.get(name)).to(TimeUnit.NANOSECONDS);
  }
}
