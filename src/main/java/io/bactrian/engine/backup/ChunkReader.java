package io.bactrian.engine.backup;

import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryReader;
import io.bactrian.engine.tree.PathBytes;
import io.bactrian.engine.tree.SourceFile;
import io.bactrian.engine.tree.TarHeader;
import io.bactrian.engine.tree.Untouched;
import io.bactrian.engine.tree.Vanished;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads planned chunks into one buffer, as the tar stream has them. One per worker.
 *
 * <p>A small file that changes while it is read is read once more, with a header of its own time;
 * if it changes again it is padded with zeros or cut to that header and flagged. One that vanished
 * is left out and reported. One that cannot be read is UNREADABLE.
 */
final class ChunkReader {
  private final Path root;
  private final SourceReport report;
  private final EntryReader looks = new EntryReader();
  private byte[] buffer = new byte[ChunkCutter.CHUNK + (64 << 10)];
  private int length;

  ChunkReader(Path root, SourceReport report) {
    this.root = root;
    this.report = report;
  }

  /** The bytes of the last chunk read, valid until the next. */
  byte[] bytes() {
    return buffer;
  }

  /**
   * Reads a chunk.
   *
   * @return what was read; null if every entry of it vanished
   */
  EncodedChunk.Raw read(PlannedChunk chunk) {
    length = 0;
    long readAt = System.currentTimeMillis();
    return switch (chunk.kind()) {
      case ENTRIES -> entries(chunk, readAt);
      case HEADER -> header(chunk, readAt);
      case DATA -> range(chunk, readAt);
      case END -> {
        append(TarHeader.end());
        yield new EncodedChunk.Raw(List.of(), length, 0, readAt);
      }
    };
  }

  private EncodedChunk.Raw entries(PlannedChunk chunk, long readAt) {
    List<EntryRecord> records = new ArrayList<>(chunk.entries().size());
    for (Entry entry : chunk.entries()) {
      EntryRecord record = entry.isFile() && entry.size() > 0 ? file(entry) : headerOnly(entry);
      if (record == null) {
        report.vanished(entry);
      } else {
        records.add(record);
      }
    }
    return records.isEmpty() ? null : new EncodedChunk.Raw(records, length, 0, readAt);
  }

  private EntryRecord headerOnly(Entry entry) {
    append(TarHeader.of(entry));
    return new EntryRecord(entry, 0, false);
  }

  private EntryRecord file(Entry planned) {
    Path path = PathBytes.resolve(root, planned.path());
    int start = length;
    try {
      EntryRecord first = fileOnce(path, planned);
      if (!first.changed()) {
        return first;
      }
      Entry again = looks.read(path, planned.path());
      if (!again.isFile() || again.isLarge()) {
        report.changed(planned);
        return first;
      }
      length = start;
      EntryRecord second = fileOnce(path, again);
      if (second.changed()) {
        report.changed(planned);
      }
      return second;
    } catch (Vanished e) {
      length = start;
      return null;
    }
  }

  private EntryRecord fileOnce(Path path, Entry entry) throws Vanished {
    try (SourceFile file = SourceFile.open(path, entry.path())) {
      append(TarHeader.of(entry));
      int size = (int) entry.size();
      int padded = size + TarHeader.padding(size);
      ensure(padded);
      int read = file.read(0, buffer, length, size);
      boolean same = read == size && Untouched.is(path, entry);
      Arrays.fill(buffer, length + read, length + padded, (byte) 0);
      int crc = Hashes.crc32c(buffer, length, size);
      length += padded;
      return new EntryRecord(entry, crc, !same);
    }
  }

  private EncodedChunk.Raw header(PlannedChunk chunk, long readAt) {
    append(TarHeader.of(chunk.first()));
    return new EncodedChunk.Raw(
        List.of(new EntryRecord(chunk.first(), 0, false)), length, 0, readAt);
  }

  private EncodedChunk.Raw range(PlannedChunk chunk, long readAt) {
    Entry entry = chunk.first();
    ensure(chunk.rawLength());
    int read = rangeBytes(chunk);
    Arrays.fill(buffer, read, chunk.rawLength(), (byte) 0);
    length = chunk.rawLength();
    boolean torn = read < chunk.contentLength() || !chunk.source().isUntouched();
    if (torn) {
      report.changed(entry);
    }
    return new EncodedChunk.Raw(
        List.of(new EntryRecord(entry, 0, torn)),
        length,
        Hashes.crc32c(buffer, 0, chunk.contentLength()),
        readAt);
  }

  private int rangeBytes(PlannedChunk chunk) {
    if (chunk.source() == null) {
      return 0;
    }
    return chunk.source().read(chunk.fileOffset(), buffer, 0, chunk.contentLength());
  }

  private void append(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
    }
  }
}
