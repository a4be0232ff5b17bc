package io.bactrian.engine.read;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.Location;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.PathOrder;
import io.bactrian.engine.tree.TarHeader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Believes nothing of an index: fed every chunk in tar order, it lets pass only what is one whole
 * tree of directories with every path once, each below a directory of the same tree, and every byte
 * of every file once. Anything else is CORRUPT. Memory grows with objects and depth, not with
 * files.
 */
public final class IndexCheck {
  /** No honest chunk is longer, compressed or not; keeps what a lie can take of the heap small. */
  public static final int MAX_CHUNK = 16 << 20;

  private final Map<String, ObjectRef> listed = new HashMap<>();
  private final Deque<byte[]> directories = new ArrayDeque<>();
  private byte[] last;
  private Entry large;
  private long largeEnd;
  private boolean ended;
  private long entries;
  private long rawBytes;

  public IndexCheck(Iterable<ObjectRef> objects) {
    objects.forEach(object -> listed.put(object.key(), object));
  }

  /** Takes the next chunk. */
  public void accept(ChunkRecord chunk) {
    if (ended) {
      throw Failure.corrupt("the index goes on after the end of the archive");
    }
    requireLocation(chunk);
    rawBytes += chunk.rawLength();
    switch (chunk.kind()) {
      case ENTRIES -> acceptEntries(chunk);
      case HEADER -> acceptHeader(chunk);
      case DATA -> acceptData(chunk);
      case END -> acceptEnd(chunk);
    }
  }

  /** CORRUPT unless the archive ended, with as much in it as the manifest says. */
  public void requireEnd(long expectedEntries, long expectedRawBytes) {
    if (!ended) {
      throw Failure.corrupt("the index breaks off before the end of the archive");
    }
    if (entries != expectedEntries || rawBytes != expectedRawBytes) {
      throw Failure.corrupt(
          "the index holds %d entries and %d bytes, the manifest says %d and %d"
              .formatted(entries, rawBytes, expectedEntries, expectedRawBytes));
    }
  }

  /** CORRUPT unless the chunk may lie where it is said to lie; looks at nothing else of it. */
  public void requireLocation(ChunkRecord chunk) {
    Location at = chunk.location();
    if (!at.object().equals(listed.get(at.object().key()))) {
      throw Failure.corrupt(
          "the index names object '" + at.object().key() + "' otherwise than the manifest");
    }
    if (at.offset() + at.length() > at.object().size()) {
      throw Failure.corrupt(
          "the index looks for bytes past the end of object '" + at.object().key() + "'");
    }
    if (chunk.rawLength() > MAX_CHUNK || at.length() > MAX_CHUNK) {
      throw Failure.corrupt(
          "the index holds a chunk of " + Math.max(chunk.rawLength(), at.length()) + " bytes");
    }
  }

  private void acceptEntries(ChunkRecord chunk) {
    requireNoneOpen();
    long content = 0;
    for (EntryRecord record : chunk.entries()) {
      Entry entry = record.entry();
      acceptEntry(entry);
      if (entry.isLarge()) {
        throw Failure.corrupt("the index puts " + entry.size() + " bytes into one chunk");
      }
      content += TarHeader.BLOCK + entry.size();
    }
    if (chunk.entries().isEmpty() || content > chunk.rawLength()) {
      throw Failure.corrupt("the index holds a chunk whose entries do not fit into it");
    }
  }

  private void acceptHeader(ChunkRecord chunk) {
    requireNoneOpen();
    Entry entry = chunk.first().entry();
    acceptEntry(entry);
    if (!entry.isLarge()) {
      throw Failure.corrupt("the index gives '" + entry.display() + "' a header of its own");
    }
    large = entry;
    largeEnd = 0;
  }

  private void acceptData(ChunkRecord chunk) {
    Entry entry = chunk.first().entry();
    boolean expected =
        large != null
            && Arrays.equals(large.path(), entry.path())
            && large.size() == entry.size()
            && chunk.fileOffset() == largeEnd
            && chunk.contentLength() > 0
            && chunk.contentLength() <= large.size() - largeEnd;
    if (!expected) {
      throw Failure.corrupt("the index has a range of '" + entry.display() + "' out of place");
    }
    largeEnd += chunk.contentLength();
    int padding = largeEnd == large.size() ? TarHeader.padding(large.size()) : 0;
    if (chunk.rawLength() != chunk.contentLength() + padding) {
      throw Failure.corrupt("the index has a range of '" + entry.display() + "' of a wrong length");
    }
    if (largeEnd == large.size()) {
      large = null;
    }
  }

  private void acceptEnd(ChunkRecord chunk) {
    requireNoneOpen();
    if (chunk.rawLength() != 2 * TarHeader.BLOCK || last == null) {
      throw Failure.corrupt("the index ends the archive wrongly");
    }
    ended = true;
  }

  private void requireNoneOpen() {
    if (large != null) {
      throw Failure.corrupt("the index lacks the end of '" + large.display() + "'");
    }
  }

  private void acceptEntry(Entry entry) {
    entries++;
    requirePlace(entry);
    requireShape(entry);
    if (entry.type() == EntryType.DIRECTORY) {
      directories.push(entry.path());
    }
    last = entry.path();
  }

  private void requirePlace(Entry entry) {
    byte[] path = entry.path();
    if (last == null) {
      if (path.length != 0 || entry.type() != EntryType.DIRECTORY) {
        throw Failure.corrupt("the index does not begin with the root");
      }
      return;
    }
    PathRules.require(path, "path");
    if (PathOrder.INSTANCE.compare(last, path) >= 0) {
      throw Failure.corrupt("the index holds '" + entry.display() + "' twice or out of order");
    }
    byte[] parent = Arrays.copyOf(path, Math.max(0, PathRules.lastSlash(path)));
    while (!directories.isEmpty() && !Arrays.equals(directories.peek(), parent)) {
      directories.pop();
    }
    if (directories.isEmpty()) {
      throw Failure.corrupt("the index holds '" + entry.display() + "' in no directory");
    }
  }

  private static void requireShape(Entry entry) {
    if (entry.size() < 0 || entry.size() > 0 && !entry.isFile()) {
      throw Failure.corrupt("the index gives '" + entry.display() + "' a size it cannot have");
    }
    if (entry.type() == EntryType.HARDLINK) {
      PathRules.require(entry.link(), "hard link target");
      if (PathOrder.INSTANCE.compare(entry.link(), entry.path()) >= 0) {
        throw Failure.corrupt("the index links '" + entry.display() + "' to what comes after it");
      }
    }
    if (entry.type() == EntryType.SYMLINK && !isText(entry.link())) {
      throw Failure.corrupt("the index holds symlink '" + entry.display() + "' without a target");
    }
  }

  private static boolean isText(byte[] link) {
    for (byte b : link) {
      if (b == 0) {
        return false;
      }
    }
    return link.length > 0;
  }
}
