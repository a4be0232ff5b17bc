package io.bactrian.engine.restore;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.codec.Codec;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.index.Hashes;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import io.bactrian.engine.tree.Excludes;
import io.bactrian.engine.tree.PathBytes;
import io.bactrian.engine.tree.TarHeader;
import io.bactrian.engine.tree.TreeWalk;
import io.bactrian.engine.tree.WalkListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes small backups by hand, true ones and such as lie. */
public final class TestBackups {
  public static final String RUN = "20261121T020000Z-7f3a9c";
  static final long SEED = 0x1234567890abcdefL;

  private final ArchiveFormat format;
  private final Algorithm algorithm;
  private final List<TestPacking.Chunk> chunks = new ArrayList<>();
  private final List<EntryRecord> open = new ArrayList<>();
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private int chunkSize = 8 << 10;
  private int objectSize = 32 << 10;
  private int segmentSize = 5;
  private long entries;
  private long rawBytes;
  private UnaryOperator<ChunkRecord> lie = UnaryOperator.identity();

  private TestBackups(ArchiveFormat format, Algorithm algorithm) {
    this.format = format;
    this.algorithm = algorithm;
  }

  public static TestBackups of(ArchiveFormat format, Algorithm algorithm) {
    return new TestBackups(format, algorithm);
  }

  /** Zstd and GCM. */
  public static TestBackups standard() {
    return of(ArchiveFormat.TAR_ZST, Algorithm.AES256_GCM);
  }

  /** What a whole directory makes. */
  public static TestBackup of(Path source, Path spool) throws IOException {
    return standard().tree(source, spool).build();
  }

  public TestBackups sizes(int chunk, int object, int segment) {
    chunkSize = chunk;
    objectSize = object;
    segmentSize = segment;
    return this;
  }

  /** Changes each chunk's record as it goes into the index. */
  public TestBackups lying(UnaryOperator<ChunkRecord> how) {
    lie = how;
    return this;
  }

  public TestBackups tree(Path source, Path spool) throws IOException {
    try (TreeWalk walk = TreeWalk.open(source, Excludes.of(List.of()), spool, new Silent())) {
      while (walk.hasNext()) {
        Entry entry = walk.next();
        Path file = PathBytes.resolve(source, entry.path());
        add(entry, entry.isFile() ? Files.readAllBytes(file) : new byte[0]);
      }
    }
    return this;
  }

  private static final class Silent implements WalkListener {
    @Override
    public void skipped(byte[] path, String why) {}

    @Override
    public void vanished(byte[] path) {}
  }

  /** An entry that belongs to whoever runs the test. */
  public static Entry entry(String path, EntryType type, long size, String link) {
    long uid = number("unix:uid");
    long gid = number("unix:gid");
    int mode = type == EntryType.DIRECTORY ? 0755 : 0644;
    return new Entry(
        path.getBytes(StandardCharsets.UTF_8),
        type,
        size,
        mode,
        uid,
        gid,
        "",
        "",
        1_600_000_000_123_456_789L,
        0,
        0,
        0,
        0,
        link.getBytes(StandardCharsets.UTF_8),
        Collections.emptySortedMap());
  }

  private static long number(String attribute) {
    try {
      return ((Integer) Files.getAttribute(Path.of("/proc/self"), attribute)).longValue();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public TestBackups dir(String path) {
    return add(entry(path, EntryType.DIRECTORY, 0, ""), new byte[0]);
  }

  public TestBackups file(String path, byte[] content) {
    return add(entry(path, EntryType.FILE, content.length, ""), content);
  }

  public TestBackups file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public TestBackups symlink(String path, String target) {
    return add(entry(path, EntryType.SYMLINK, 0, target), new byte[0]);
  }

  public TestBackups hardlink(String path, String target) {
    return add(entry(path, EntryType.HARDLINK, 0, target), new byte[0]);
  }

  public TestBackups add(Entry entry, byte[] content) {
    entries++;
    byte[] header = TarHeader.of(entry);
    if (entry.isLarge()) {
      close();
      addLarge(entry, header, content);
      return this;
    }
    int length = header.length + content.length;
    if (raw.size() > 0 && raw.size() + length > chunkSize) {
      close();
    }
    int crc = entry.isFile() ? Hashes.crc32c(content, 0, content.length) : 0;
    open.add(new EntryRecord(entry, crc, false));
    raw.writeBytes(header);
    raw.writeBytes(content);
    raw.writeBytes(new byte[TarHeader.padding(content.length)]);
    return this;
  }

  private void close() {
    if (raw.size() > 0) {
      chunk(ChunkKind.ENTRIES, List.copyOf(open), 0, 0, 0, raw.toByteArray());
      open.clear();
      raw.reset();
    }
  }

  private void addLarge(Entry entry, byte[] header, byte[] content) {
    List<EntryRecord> one = List.of(new EntryRecord(entry, 0, false));
    chunk(ChunkKind.HEADER, one, 0, 0, 0, header);
    for (int from = 0; from < content.length; from += Entry.LARGE) {
      int to = Math.min(content.length, from + Entry.LARGE);
      int padding = to == content.length ? TarHeader.padding(content.length) : 0;
      byte[] bytes = Arrays.copyOf(Arrays.copyOfRange(content, from, to), to - from + padding);
      int crc = Hashes.crc32c(bytes, 0, to - from);
      chunk(ChunkKind.DATA, one, from, to - from, crc, bytes);
    }
  }

  private void chunk(
      ChunkKind kind, List<EntryRecord> of, long offset, int length, int crc, byte[] bytes) {
    byte[] compressed;
    int size;
    try (Codec codec = format.open(format.standardLevel())) {
      compressed = new byte[codec.maxCompressedLength(bytes.length)];
      size = codec.compress(bytes, bytes.length, compressed);
    }
    long[] hash = Hashes.xxh3(Hashes.seeded(SEED), bytes, bytes.length);
    rawBytes += bytes.length;
    chunks.add(
        new TestPacking.Chunk(
            new ChunkRecord(kind, of, offset, length, crc, bytes.length, hash[0], hash[1], 1, null),
            Arrays.copyOf(compressed, size)));
  }

  /** Stores it. */
  public TestBackup build() throws IOException {
    close();
    chunk(ChunkKind.END, List.of(), 0, 0, 0, TarHeader.end());
    TestPacking packing = new TestPacking(format, algorithm, objectSize, segmentSize, lie);
    return packing.pack(chunks, rawBytes, entries);
  }
}
