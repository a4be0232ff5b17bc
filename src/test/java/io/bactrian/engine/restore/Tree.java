package io.bactrian.engine.restore;

import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.Excludes;
import io.bactrian.engine.tree.PathBytes;
import io.bactrian.engine.tree.TreeWalk;
import io.bactrian.engine.tree.WalkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Looks at trees for comparison. */
public final class Tree {
  private static final HexFormat HEX = HexFormat.of();

  private Tree() {}

  /** Every path with all that is restored of it: type, size, mode, owners, mtime, link, content. */
  public static List<String> describe(Path root, Path spool) throws IOException {
    List<String> lines = new ArrayList<>();
    WalkListener deaf =
        new WalkListener() {
          @Override
          public void skipped(byte[] path, String why) {}

          @Override
          public void vanished(byte[] path) {}
        };
    try (TreeWalk walk = TreeWalk.open(root, Excludes.of(List.of()), spool, deaf)) {
      while (walk.hasNext()) {
        lines.add(describe(root, walk.next()));
      }
    }
    return lines;
  }

  private static String describe(Path root, Entry entry) throws IOException {
    byte[] content =
        entry.isFile() ? Files.readAllBytes(PathBytes.resolve(root, entry.path())) : new byte[0];
    StringBuilder xattrs = new StringBuilder();
    entry
        .xattrs()
        .forEach((name, value) -> xattrs.append(' ').append(name).append(HEX.formatHex(value)));
    return "%s %s %d %o %d:%d %d -> %s %08x%s"
        .formatted(
            HEX.formatHex(entry.path()) + " " + entry.display(),
            entry.type(),
            entry.size(),
            entry.mode(),
            entry.uid(),
            entry.gid(),
            mtime(entry),
            HEX.formatHex(entry.link()),
            Arrays.hashCode(content),
            xattrs);
  }

  /** The JVM sets that of a symlink to the microsecond. */
  private static long mtime(Entry entry) {
    return entry.type() == EntryType.SYMLINK ? entry.mtime() / 1000 : entry.mtime();
  }
}
