package io.bactrian.engine.restore;

import io.bactrian.engine.tree.Entry;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Modes given to files as they are made, which spares most of them a chmod. */
final class Modes {
  private static final int OWNER_READS = 0400;
  private static final int PLAIN = 0777;
  private static final FileAttribute<?>[] LATER = {};
  private static final FileAttribute<?>[][] KNOWN = new FileAttribute<?>[PLAIN + 1][];

  private Modes() {}

  /**
   * The entry's mode; none where what follows (times, attributes) needs a file that its owner may
   * open, or where more than the umask stands in the way.
   */
  static FileAttribute<?>[] atCreation(Entry entry) {
    int mode = entry.mode();
    if ((mode & ~PLAIN) != 0 || (mode & OWNER_READS) == 0 || !entry.xattrs().isEmpty()) {
      return LATER;
    }
    FileAttribute<?>[] known = KNOWN[mode];
    if (known == null) {
      known = new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions(mode))};
      KNOWN[mode] = known;
    }
    return known;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.length; i++) {
      if ((mode & OWNER_READS >> i) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
