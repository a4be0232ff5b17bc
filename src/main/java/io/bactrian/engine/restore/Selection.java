package io.bactrian.engine.restore;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.read.PathRules;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which entries are wanted: everything, or what lies at and below some paths and, as directories
 * only, above them. A wanted hard link to a file that is not wanted becomes that file; memory grows
 * with the number of those.
 */
final class Selection {
  /** How an entry is wanted. */
  enum Wish {
    NO,
    /** A directory above something wanted. */
    ABOVE,
    YES
  }

  private final List<byte[]> paths = new ArrayList<>();
  private final boolean[] found;
  private final byte[] reserved;
  private final Map<ByteBuffer, byte[]> aliases = new HashMap<>();

  /**
   * @param reserved a name at the top that cannot be restored: the staging's own
   */
  Selection(List<String> asked, String reserved) {
    asked.forEach(path -> paths.add(plain(path)));
    this.found = new boolean[paths.size()];
    this.reserved = reserved.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] plain(String asked) {
    String text = asked;
    while (text.startsWith("./")) {
      text = text.substring(2);
    }
    while (text.endsWith("/") && text.length() > 1) {
      text = text.substring(0, text.length() - 1);
    }
    byte[] path = text.equals(".") ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    if (path.length > 0 && !PathRules.isPlain(path) || asked.isEmpty()) {
      throw Failure.usage(
          "path '" + asked + "' is not relative to the backup's root",
          "name it relative to the directory that was backed up, as letters/2026: without a leading '/'"
              + " and without '..'");
    }
    return path;
  }

  boolean isEverything() {
    return paths.isEmpty();
  }

  /** Whether the entry may be restored at all. */
  boolean isReserved(byte[] path) {
    return PathRules.isWithin(path, reserved);
  }

  Wish wish(Entry entry) {
    byte[] path = entry.path();
    if (isReserved(path)) {
      return Wish.NO;
    }
    Wish wish = paths.isEmpty() ? Wish.YES : Wish.NO;
    for (int i = 0; i < paths.size(); i++) {
      byte[] asked = paths.get(i);
      if (PathRules.isWithin(path, asked)) {
        found[i] = true;
        wish = Wish.YES;
      } else if (wish == Wish.NO
          && entry.type() == EntryType.DIRECTORY
          && PathRules.isWithin(asked, path)) {
        wish = Wish.ABOVE;
      }
    }
    return wish;
  }

  /** Where the content of a file goes, or null if nowhere. */
  byte[] place(Entry file) {
    if (wish(file) == Wish.YES) {
      return file.path();
    }
    return aliases.isEmpty() ? null : aliases.get(ByteBuffer.wrap(file.path()));
  }

  /** Notes a hard link: if its file is not wanted itself, it comes in the link's place. */
  void note(Entry link) {
    if (wish(link) == Wish.YES && !isWanted(link.link())) {
      aliases.putIfAbsent(ByteBuffer.wrap(link.link()), link.path());
    }
  }

  /**
   * What a wanted hard link is to be linked to: its file, or that file's first link; itself if it
   * is the first.
   */
  byte[] linkTarget(Entry link) {
    byte[] alias = aliases.isEmpty() ? null : aliases.get(ByteBuffer.wrap(link.link()));
    return alias == null ? link.link() : alias;
  }

  private boolean isWanted(byte[] path) {
    return !isReserved(path)
        && (paths.isEmpty() || paths.stream().anyMatch(asked -> PathRules.isWithin(path, asked)));
  }

  /** USAGE if one of the paths matched nothing. */
  void requireAllFound() {
    for (int i = 0; i < found.length; i++) {
      if (!found[i]) {
        throw Failure.usage(
            "path '" + PathRules.text(paths.get(i)) + "' is not in this backup",
            "name it relative to the directory that was backed up, for instance letters/2026;"
                + " capitals count");
      }
    }
  }
}
