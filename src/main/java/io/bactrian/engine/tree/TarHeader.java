package io.bactrian.engine.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tar header of an entry: ustar, with a PAX extended header before it where ustar cannot say it
 * (docs/format.md, section 2). The same entry gives the same bytes, for ever: this is the format.
 */
public final class TarHeader {
  /** Tar's block: headers and content are padded to multiples of it. */
  public static final int BLOCK = 512;

  private static final byte[] ROOT = {'.', '/'};
  private static final byte[] NONE = {};
  private static final byte[] PAX_NAME = "././@PaxHeader".getBytes(StandardCharsets.US_ASCII);
  private static final long MAX_SECONDS = 077777777777L;
  private static final long MAX_SIZE = 077777777777L;
  private static final int MAX_ID = 07777777;
  private static final int MAX_NAME = 100;
  private static final int MAX_OWNER = 31;
  private static final long SECOND = 1_000_000_000L;

  private TarHeader() {}

  /** The whole header; its length is a multiple of 512. */
  public static byte[] of(Entry entry) {
    byte[] name = nameOf(entry);
    byte[] user = entry.user().getBytes(StandardCharsets.UTF_8);
    byte[] group = entry.group().getBytes(StandardCharsets.UTF_8);
    PaxRecords pax = paxOf(entry, name, user, group);
    if (pax.length() == 0) {
      byte[] header = new byte[BLOCK];
      ustar(header, 0, entry, name, user, group);
      return header;
    }
    int body = pax.length() + padding(pax.length());
    byte[] header = new byte[BLOCK + body + BLOCK];
    paxBlock(header, pax.length());
    pax.copyTo(header, BLOCK);
    ustar(header, BLOCK + body, entry, name, user, group);
    return header;
  }

  /** How many zeros follow so many bytes of content: 0 to 511. */
  public static int padding(long size) {
    return (int) -size & (BLOCK - 1);
  }

  /** The end of the archive: two blocks of zeros. */
  public static byte[] end() {
    return new byte[2 * BLOCK];
  }

  private static byte[] nameOf(Entry entry) {
    byte[] path = entry.path();
    if (path.length == 0) {
      return ROOT;
    }
    if (entry.type() != EntryType.DIRECTORY) {
      return path;
    }
    byte[] name = Arrays.copyOf(path, path.length + 1);
    name[path.length] = '/';
    return name;
  }

  private static PaxRecords paxOf(Entry entry, byte[] name, byte[] user, byte[] group) {
    PaxRecords pax = new PaxRecords();
    if (name.length > MAX_NAME) {
      pax.add("path", name);
    }
    if (entry.link().length > MAX_NAME) {
      pax.add("linkpath", entry.link());
    }
    if (entry.size() > MAX_SIZE) {
      pax.add("size", entry.size());
    }
    addOwner(pax, "uid", entry.uid(), "uname", user);
    addOwner(pax, "gid", entry.gid(), "gname", group);
    if (!plainTime(entry.mtime())) {
      pax.addTime("mtime", entry.mtime());
    }
    entry.xattrs().forEach(pax::addXattr);
    return pax;
  }

  private static void addOwner(PaxRecords pax, String idKey, long id, String nameKey, byte[] name) {
    if (!plainId(id)) {
      pax.add(idKey, id);
    }
    if (!plainOwner(name)) {
      pax.add(nameKey, name);
    }
  }

  private static boolean plainTime(long nanos) {
    return nanos >= 0 && nanos % SECOND == 0 && nanos / SECOND <= MAX_SECONDS;
  }

  private static boolean plainId(long id) {
    return id >= 0 && id <= MAX_ID;
  }

  private static boolean plainOwner(byte[] name) {
    return name.length <= MAX_OWNER && PathBytes.isAscii(name);
  }

  private static void ustar(
      byte[] block, int at, Entry entry, byte[] name, byte[] user, byte[] group) {
    long seconds = Math.floorDiv(entry.mtime(), SECOND);
    text(block, at, name, MAX_NAME);
    octal(block, at + 100, 7, entry.mode() & 07777);
    octal(block, at + 108, 7, plainId(entry.uid()) ? entry.uid() : 0);
    octal(block, at + 116, 7, plainId(entry.gid()) ? entry.gid() : 0);
    octal(block, at + 124, 11, entry.size() > MAX_SIZE ? 0 : entry.size());
    octal(block, at + 136, 11, Math.max(0, Math.min(seconds, MAX_SECONDS)));
    block[at + 156] = (byte) entry.type().typeflag();
    text(block, at + 157, entry.link(), MAX_NAME);
    text(block, at + 265, plainOwner(user) ? user : NONE, MAX_OWNER);
    text(block, at + 297, plainOwner(group) ? group : NONE, MAX_OWNER);
    octal(block, at + 329, 7, major(entry.rdev()));
    octal(block, at + 337, 7, minor(entry.rdev()));
    finish(block, at);
  }

  private static void paxBlock(byte[] block, int length) {
    text(block, 0, PAX_NAME, MAX_NAME);
    octal(block, 100, 7, 0644);
    octal(block, 108, 7, 0);
    octal(block, 116, 7, 0);
    octal(block, 124, 11, length);
    octal(block, 136, 11, 0);
    block[156] = 'x';
    octal(block, 329, 7, 0);
    octal(block, 337, 7, 0);
    finish(block, 0);
  }

  /** Magic, version and checksum, which counts its own field as spaces. */
  private static void finish(byte[] block, int at) {
    block[at + 257] = 'u';
    block[at + 258] = 's';
    block[at + 259] = 't';
    block[at + 260] = 'a';
    block[at + 261] = 'r';
    block[at + 263] = '0';
    block[at + 264] = '0';
    int sum = 8 * ' ';
    for (int i = at; i < at + BLOCK; i++) {
      sum += block[i] & 0xff;
    }
    octal(block, at + 148, 6, sum);
    block[at + 155] = ' ';
  }

  private static void text(byte[] block, int at, byte[] text, int max) {
    System.arraycopy(text, 0, block, at, Math.min(text.length, max));
  }

  private static void octal(byte[] block, int at, int digits, long value) {
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  /** Major number of a device as Linux packs it. */
  static long major(long rdev) {
    return ((rdev >>> 8) & 0xfff) | ((rdev >>> 32) & 0xfffff000L);
  }

  /** Minor number of a device as Linux packs it. */
  static long minor(long rdev) {
    return (rdev & 0xff) | ((rdev >>> 12) & 0xffffff00L);
  }
}
