package io.bactrian.engine.tree;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * One walk over a tree in {@link PathOrder}, the root first; entries come as they are looked at.
 *
 * <p>Memory is bounded however many names a directory or the tree has. Symlinks are entries and
 * never followed, but the root may be named through one. File systems mounted inside are walked
 * too. The first name of a file is a FILE, later ones are HARDLINKs to it ({@link HardLinks} says
 * up to how many). What vanishes meanwhile and what no archive holds is reported and left out; what
 * cannot be looked at ends the walk with an UNREADABLE failure. Does not defend against somebody
 * who swaps directories for symlinks and back while it runs. For one thread.
 */
public final class TreeWalk implements Iterator<Entry>, Closeable {
  private static final long NAMES_HEAP = 16L << 20;
  private static final long NAMES_HEAP_LEAST = 64L << 10;
  private static final byte[] ROOT = {};

  private final Path root;
  private final Excludes excludes;
  private final Path spoolDir;
  private final WalkListener listener;
  private final EntryReader reader;
  private final HardLinks hardLinks = new HardLinks();
  private final Deque<WalkDirectory> open = new ArrayDeque<>();
  private long namesHeap;
  private boolean started;
  private Entry next;

  private TreeWalk(
      Path root, Excludes excludes, Path spoolDir, WalkListener listener, EntryReader reader) {
    this.root = root;
    this.excludes = excludes;
    this.spoolDir = spoolDir;
    this.listener = listener;
    this.reader = reader;
  }

  /**
   * Begins a walk; USAGE if the root does not exist or is not a directory.
   *
   * @param spoolDir where names of huge directories are sorted; not left out by itself
   */
  public static TreeWalk open(Path root, Excludes excludes, Path spoolDir, WalkListener listener) {
    return open(root, excludes, spoolDir, listener, XattrHint.NONE);
  }

  /** The same, with somebody who may know extended attributes already. */
  public static TreeWalk open(
      Path root, Excludes excludes, Path spoolDir, WalkListener listener, XattrHint hint) {
    Path real = realRoot(root);
    return new TreeWalk(real, excludes.under(real), spoolDir, listener, new EntryReader(hint));
  }

  /** The root with every symlink resolved: entries' paths are relative to it. */
  public Path root() {
    return root;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = started ? advance() : start();
      started = true;
    }
    return next != null;
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Entry entry = next;
    next = null;
    return entry;
  }

  /** Gives back what the walk holds; it has no next entry then. */
  @Override
  public void close() {
    started = true;
    next = null;
    while (!open.isEmpty()) {
      leave();
    }
  }

  private Entry start() {
    try {
      return enter(root, ROOT, reader.look(root, ROOT));
    } catch (Vanished e) {
      throw Failure.of(
          FailureClass.UNREADABLE,
          "the source '" + root + "' vanished",
          "check that it is mounted",
          e);
    }
  }

  private Entry advance() {
    while (!open.isEmpty()) {
      WalkDirectory directory = open.peek();
      if (!directory.hasNext()) {
        leave();
        continue;
      }
      Entry entry = visit(directory, directory.next());
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /** Null for what is left out. */
  private Entry visit(WalkDirectory directory, byte[] name) {
    byte[] path = PathBytes.join(directory.path(), name);
    if (excludes.match(path, false)) {
      return null;
    }
    try {
      return entry(PathBytes.resolve(directory.directory(), name), path);
    } catch (Vanished e) {
      listener.vanished(path);
      return null;
    }
  }

  private Entry entry(Path file, byte[] path) throws Vanished {
    Stat stat = reader.look(file, path);
    EntryType type = stat.type();
    if (type == null) {
      listener.skipped(path, "socket");
      return null;
    }
    if (type == EntryType.DIRECTORY) {
      return excludes.match(path, true) ? null : enter(file, path, stat);
    }
    return type == EntryType.FILE ? file(file, path, stat) : reader.entry(file, path, stat);
  }

  private Entry file(Path file, byte[] path, Stat stat) throws Vanished {
    byte[] first = hardLinks.firstOf(path, stat);
    if (first != null) {
      return reader.hardLink(file, path, stat, first);
    }
    try {
      return reader.entry(file, path, stat);
    } catch (Vanished e) {
      hardLinks.forget(stat);
      throw e;
    }
  }

  /** Lists the directory first, so that one that vanishes meanwhile leaves no entry. */
  private Entry enter(Path directory, byte[] path, Stat stat) throws Vanished {
    Entry entry = reader.entry(directory, path, stat);
    long heap = Math.max(NAMES_HEAP_LEAST, (NAMES_HEAP - namesHeap) / 4);
    WalkDirectory names = WalkDirectory.list(directory, path, stat, spoolDir, heap);
    open.push(names);
    namesHeap += names.heapBytes();
    return entry;
  }

  private void leave() {
    WalkDirectory directory = open.pop();
    namesHeap -= directory.heapBytes();
    directory.close();
  }

  private static Path realRoot(Path root) {
    try {
      Path real = root.toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
      throw Failure.usage(
          "the source '" + root + "' is not a directory", "name the directory it lies in");
    } catch (NoSuchFileException e) {
      throw Failure.usage("the source '" + root + "' does not exist", "check the path");
    } catch (AccessDeniedException e) {
      throw TreeFailures.unreadable(root, e);
    } catch (IOException e) {
      throw Failure.usage(
          "the source '" + root + "' cannot be opened: " + e.getMessage(), "check the path");
    }
  }
}
