package io.bactrian.engine.read;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.codec.Codec;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.TarHeader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * Takes wanted chunks out of one object's decrypted stream, in the order of their offsets, and
 * hands on only what is true: the XXH3-128 of the index, the very header bytes of each entry, the
 * CRC-32C of each content. For one thread; holds one chunk.
 */
public final class ChunkReader implements AutoCloseable {
  private static final int SKIP = 64 << 10;
  private final Codec codec;
  private byte[] compressed = new byte[SKIP];
  private byte[] raw = new byte[0];
  private long seed;
  private LongTupleHashFunction hash = Hashes.seeded(0);
  private long at;

  public ChunkReader(ArchiveFormat format) {
    codec = format.open(format.standardLevel());
  }

  /** Takes checked contents. The bytes are valid during the call only. */
  public interface Sink {
    /** The whole content of a file that is not large. */
    void file(EntryRecord entry, byte[] bytes, int offset, int length);

    /** A range of a large file. */
    void range(PlannedChunk chunk, byte[] bytes);
  }

  /**
   * Reads everything that is wanted of an object.
   *
   * @param plain from the object's first byte on
   * @param advanced hears the compressed length of each chunk
   */
  public void readAll(
      InputStream plain, ChunkPlan plan, SortedPlan.Wanted wanted, Sink sink, LongConsumer advanced)
      throws IOException {
    at = 0;
    for (int i = 0; i < wanted.positions().length; i++) {
      PlannedChunk chunk = plan.read(wanted.positions()[i], wanted.lengths()[i]);
      read(plain, chunk, sink);
      advanced.accept(chunk.length());
    }
  }

  private void read(InputStream plain, PlannedChunk chunk, Sink sink) throws IOException {
    if (chunk.offset() < at) {
      throw Failure.corrupt("the index lets chunks overlap");
    }
    skip(plain, chunk.offset() - at);
    compressed = grown(compressed, chunk.length());
    fill(plain, chunk.length());
    at = chunk.offset() + chunk.length();
    raw = grown(raw, chunk.rawLength());
    codec.decompress(compressed, chunk.length(), raw, chunk.rawLength());
    requireHash(chunk);
    switch (chunk.kind()) {
      case ENTRIES -> entries(chunk, sink);
      case HEADER -> requireLength(chunk, header(chunk.entries().get(0).entry(), 0, chunk));
      case DATA -> data(chunk, sink);
      case END -> requireEnd(chunk);
    }
  }

  private static byte[] grown(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[Math.max(length, 2 * buffer.length)];
  }

  private void skip(InputStream plain, long count) throws IOException {
    long left = count;
    while (left > 0) {
      int part = (int) Math.min(left, compressed.length);
      fill(plain, part);
      left -= part;
    }
  }

  private void fill(InputStream plain, int length) throws IOException {
    int got = plain.readNBytes(compressed, 0, length);
    if (got < length) {
      throw new EOFException("it ends before a chunk that the index names");
    }
  }

  private void requireHash(PlannedChunk chunk) {
    if (chunk.seed() != seed) {
      seed = chunk.seed();
      hash = Hashes.seeded(seed);
    }
    long[] actual = Hashes.xxh3(hash, raw, chunk.rawLength());
    if (actual[0] != chunk.hashHigh() || actual[1] != chunk.hashLow()) {
      throw Failure.corrupt("a chunk is not what the index says (XXH3-128)");
    }
  }

  private void entries(PlannedChunk chunk, Sink sink) {
    int from = 0;
    for (EntryRecord record : chunk.entries()) {
      Entry entry = record.entry();
      from = header(entry, from, chunk);
      int size = (int) entry.size();
      if (from + size > chunk.rawLength()) {
        throw Failure.corrupt("'" + entry.display() + "' does not fit into its chunk");
      }
      if (entry.isFile()) {
        requireCrc(entry, from, size, record.crc32c());
        sink.file(record, raw, from, size);
      }
      from += size + TarHeader.padding(size);
    }
    requireLength(chunk, from);
  }

  private int header(Entry entry, int from, PlannedChunk chunk) {
    byte[] header = TarHeader.of(entry);
    int to = from + header.length;
    if (to > chunk.rawLength() || !Arrays.equals(header, 0, header.length, raw, from, to)) {
      throw Failure.corrupt("the header of '" + entry.display() + "' is not what the index says");
    }
    return to;
  }

  private void data(PlannedChunk chunk, Sink sink) {
    requireCrc(chunk.entries().get(0).entry(), 0, chunk.contentLength(), chunk.crc32c());
    sink.range(chunk, raw);
  }

  private void requireCrc(Entry entry, int from, int length, int expected) {
    if (Hashes.crc32c(raw, from, length) != expected) {
      throw Failure.corrupt("the CRC-32C of '" + entry.display() + "' is not what the index says");
    }
  }

  private static void requireLength(PlannedChunk chunk, int length) {
    if (length != chunk.rawLength()) {
      throw Failure.corrupt("a chunk holds more or less than the index says");
    }
  }

  private void requireEnd(PlannedChunk chunk) {
    for (int i = 0; i < chunk.rawLength(); i++) {
      if (raw[i] != 0) {
        throw Failure.corrupt("the end of the archive is not zeros");
      }
    }
  }

  @Override
  public void close() {
    codec.close();
  }
}
