package io.bactrian.engine.restore;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.read.ChunkReader;
import io.bactrian.engine.read.PlannedChunk;
import io.bactrian.engine.read.TargetFailures;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.PathBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes contents into staging, where every directory is there already and no symlink is yet. Small
 * files get owner, mode and times at once. Blocks of zeros are left unwritten, but for the last one
 * of a file. For one thread.
 */
final class FilePlacer implements ChunkReader.Sink {
  private static final int BLOCK = 4096;
  private static final byte[] ZEROS = new byte[BLOCK];
  private static final Set<OpenOption> FRESH =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> SHARED =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path root;
  private final Selection selection;
  private final MetadataPass metadata;
  private final Counters counters;
  private final ByteBuffer direct = ByteBuffer.allocateDirect(128 << 10);
  private boolean repeated;
  private byte[] largePath;
  private Path largeFile;
  private FileChannel large;

  FilePlacer(Path root, Selection selection, MetadataPass metadata, Counters counters) {
    this.root = root;
    this.selection = selection;
    this.metadata = metadata;
    this.counters = counters;
  }

  /**
   * @param again whether an earlier attempt may have left files behind
   */
  void begin(boolean again) {
    repeated = again;
  }

  @Override
  public void file(EntryRecord record, byte[] bytes, int offset, int length) {
    byte[] place = selection.place(record.entry());
    if (place == null) {
      return;
    }
    Path file = PathBytes.resolve(root, place);
    boolean there = false;
    try {
      there = repeated && Files.deleteIfExists(file);
      try (FileChannel channel = FileChannel.open(file, FRESH, Modes.atCreation(record.entry()))) {
        write(channel, 0, bytes, offset, length, true);
      }
    } catch (IOException e) {
      throw TargetFailures.of(file, e);
    }
    metadata.apply(file, record.entry());
    if (!there) {
      counters.files.increment();
      counters.bytes.add(length);
    }
  }

  @Override
  public void range(PlannedChunk chunk, byte[] bytes) {
    Entry entry = chunk.entries().get(0).entry();
    byte[] place = selection.place(entry);
    if (place == null) {
      return;
    }
    try {
      boolean last = chunk.fileOffset() + chunk.contentLength() == entry.size();
      write(open(place), chunk.fileOffset(), bytes, 0, chunk.contentLength(), last);
    } catch (IOException e) {
      throw TargetFailures.of(largeFile, e);
    }
  }

  private FileChannel open(byte[] place) throws IOException {
    if (large == null || !Arrays.equals(place, largePath)) {
      closeLarge();
      largePath = place;
      largeFile = PathBytes.resolve(root, place);
      large = FileChannel.open(largeFile, SHARED);
    }
    return large;
  }

  void closeLarge() {
    if (large != null) {
      try {
        large.close();
      } catch (IOException e) {
        throw TargetFailures.of(largeFile, e);
      } finally {
        large = null;
      }
    }
  }

  /** Writes stretches between blocks of zeros; a whole file's last block always. */
  private void write(
      FileChannel channel, long position, byte[] bytes, int offset, int length, boolean last)
      throws IOException {
    int from = 0;
    while (from < length) {
      if (isHole(bytes, offset, from, length, last)) {
        from += BLOCK;
        continue;
      }
      int to = from + BLOCK;
      while (to < length && !isHole(bytes, offset, to, length, last)) {
        to += BLOCK;
      }
      int end = Math.min(to, length);
      put(channel, position + from, bytes, offset + from, end - from);
      from = end;
    }
  }

  private static boolean isHole(byte[] bytes, int offset, int from, int length, boolean last) {
    int at = offset + from;
    boolean whole = last ? from + BLOCK < length : from + BLOCK <= length;
    return whole && bytes[at] == 0 && Arrays.equals(bytes, at, at + BLOCK, ZEROS, 0, BLOCK);
  }

  private void put(FileChannel channel, long position, byte[] bytes, int offset, int length)
      throws IOException {
    int done = 0;
    while (done < length) {
      int part = Math.min(direct.capacity(), length - done);
      direct.clear().put(bytes, offset + done, part).flip();
      while (direct.hasRemaining()) {
        channel.write(direct, position + done + direct.position());
      }
      done += part;
    }
  }
}
