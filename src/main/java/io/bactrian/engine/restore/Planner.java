package io.bactrian.engine.restore;

import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.read.ChunkPlan;
import io.bactrian.engine.read.IndexCheck;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.PathBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the index once, in tar order: makes the directories, notes what comes late, and which
 * chunks are wanted. Everything wanted when everything is; else only chunks with wanted content.
 */
final class Planner {
  private static final int NOTHING = 500;

  private final Path tree;
  private final Selection selection;
  private final ChunkPlan plan;
  private final LateFile late;
  private final IndexCheck check;
  private final Optional<TargetCheck> merge;
  private boolean largeWanted;
  private long bytes;

  /**
   * @param merge present if what is wanted must not stand against what is there
   */
  Planner(
      Path tree,
      Selection selection,
      ChunkPlan plan,
      LateFile late,
      IndexCheck check,
      Optional<TargetCheck> merge) {
    this.tree = tree;
    this.selection = selection;
    this.plan = plan;
    this.late = late;
    this.check = check;
    this.merge = merge;
  }

  /** Bytes of wanted content, without what compresses to nothing: zeros become holes. */
  long bytes() {
    return bytes;
  }

  void accept(ChunkRecord chunk, long seed) {
    check.accept(chunk);
    boolean wanted =
        switch (chunk.kind()) {
          case ENTRIES -> entries(chunk);
          case HEADER -> header(chunk.first());
          case DATA -> largeWanted;
          case END -> false;
        };
    if (wanted || selection.isEverything()) {
      plan.add(chunk, seed);
      bytes += weight(chunk);
    }
  }

  private static long weight(ChunkRecord chunk) {
    return (long) chunk.location().length() * NOTHING < chunk.rawLength() ? 0 : chunk.rawLength();
  }

  private boolean entries(ChunkRecord chunk) {
    boolean wanted = false;
    for (EntryRecord record : chunk.entries()) {
      wanted |= entry(record);
    }
    return wanted;
  }

  /** Whether the entry's content is wanted. */
  private boolean entry(EntryRecord record) {
    Entry entry = record.entry();
    Selection.Wish wish = selection.wish(entry);
    if (wish != Selection.Wish.NO && merge.isPresent()) {
      merge.get().requireMergeable(entry);
    }
    if (entry.isFile()) {
      return selection.place(entry) != null;
    }
    if (wish != Selection.Wish.NO && !isReplaced(entry)) {
      if (entry.type() == EntryType.DIRECTORY) {
        makeDirectory(entry);
      }
      late.add(new LateFile.Late(wish == Selection.Wish.YES, record));
    }
    return false;
  }

  /** Whether a hard link is restored as the file that it links to. */
  private boolean isReplaced(Entry entry) {
    return entry.type() == EntryType.HARDLINK
        && Arrays.equals(selection.linkTarget(entry), entry.path());
  }

  private void makeDirectory(Entry entry) {
    if (entry.path().length == 0) {
      return;
    }
    Path path = PathBytes.resolve(tree, entry.path());
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw TargetFailures.of(path, e);
    }
  }

  private boolean header(EntryRecord record) {
    Entry entry = record.entry();
    byte[] place = selection.place(entry);
    largeWanted = place != null;
    if (largeWanted) {
      merge.ifPresent(target -> target.requireMergeable(entry));
      late.add(new LateFile.Late(true, new EntryRecord(at(entry, place), 0, record.changed())));
    }
    return largeWanted;
  }

  private static Entry at(Entry entry, byte[] place) {
    return place == entry.path()
        ? entry
        : new Entry(
            place,
            entry.type(),
            entry.size(),
            entry.mode(),
            entry.uid(),
            entry.gid(),
            entry.user(),
            entry.group(),
            entry.mtime(),
            entry.ctime(),
            entry.device(),
            entry.inode(),
            entry.rdev(),
            entry.link(),
            entry.xattrs());
  }
}
