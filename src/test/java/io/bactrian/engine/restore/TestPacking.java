package io.bactrian.engine.restore;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.codec.Codec;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.Cipherer;
import io.bactrian.engine.crypto.Ciphers;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.IndexStreams;
import io.bactrian.engine.index.Location;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.index.SegmentWriter;
import io.bactrian.engine.read.BackupView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Packs chunks made by hand into objects and segments of a store in memory. */
final class TestPacking {
  private static final String RUN = TestBackups.RUN;
  private static final String ROOT = "default/test/";
  private static final String DATA_KEY = "0011223344556677";

  private final ArchiveFormat format;
  private final Cipherer cipher;
  private final boolean encrypted;
  private final int objectSize;
  private final int segmentSize;
  private final UnaryOperator<ChunkRecord> lie;
  private final MapStore store = new MapStore();

  /**
   * @param objectSize bytes of plain data after which an object is full
   * @param segmentSize chunks of one segment
   * @param lie changes each chunk's record as it goes into the index
   */
  TestPacking(
      ArchiveFormat format,
      Algorithm algorithm,
      int objectSize,
      int segmentSize,
      UnaryOperator<ChunkRecord> lie) {
    this.format = format;
    this.encrypted = algorithm.encrypts();
    this.objectSize = objectSize;
    this.segmentSize = segmentSize;
    this.lie = lie;
    byte[] key = new byte[SecretKeyBytes.LENGTH];
    Arrays.fill(key, (byte) 7);
    this.cipher = Ciphers.of(algorithm, new SecretKeyBytes(key), DATA_KEY);
  }

  /**
   * A chunk that lies nowhere yet.
   *
   * @param record without a location
   */
  record Chunk(ChunkRecord record, byte[] compressed) {}

  TestBackup pack(List<Chunk> chunks, long rawBytes, long entries) throws IOException {
    List<ObjectRef> objects = new ArrayList<>();
    List<ChunkRecord> placed = place(chunks, objects);
    List<ObjectRef> segments = new ArrayList<>();
    for (int from = 0; from < placed.size(); from += segmentSize) {
      int to = Math.min(placed.size(), from + segmentSize);
      segments.add(segment(segments.size(), placed.subList(from, to)));
    }
    Map<String, ObjectRef> files = new TreeMap<>();
    files.put("STREAM", put(RUN + "/STREAM", stream(placed, rawBytes, entries), "-"));
    files.put("RESTORE.md", put(RUN + "/RESTORE.md", "how".getBytes(StandardCharsets.UTF_8), "-"));
    BackupView view = new BackupView(ROOT, RUN, format, segments, objects, rawBytes, entries);
    return new TestBackup(store, view, id -> cipher, segments, objects, files);
  }

  private List<ChunkRecord> place(List<Chunk> chunks, List<ObjectRef> objects) throws IOException {
    List<ChunkRecord> placed = new ArrayList<>();
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    List<Chunk> inside = new ArrayList<>();
    for (Chunk chunk : chunks) {
      inside.add(chunk);
      plain.writeBytes(chunk.compressed());
      if (plain.size() >= objectSize || chunk == chunks.get(chunks.size() - 1)) {
        ObjectRef object = object("data", objects.size(), format.id(), plain.toByteArray());
        objects.add(object);
        locate(inside, object, placed);
        inside.clear();
        plain.reset();
      }
    }
    return placed;
  }

  private void locate(List<Chunk> inside, ObjectRef object, List<ChunkRecord> placed) {
    long offset = 0;
    for (Chunk chunk : inside) {
      ChunkRecord r = chunk.record();
      Location location = new Location(object, offset, chunk.compressed().length);
      placed.add(
          new ChunkRecord(
              r.kind(),
              r.entries(),
              r.fileOffset(),
              r.contentLength(),
              r.crc32c(),
              r.rawLength(),
              r.hashHigh(),
              r.hashLow(),
              r.readAt(),
              location));
      offset += chunk.compressed().length;
    }
  }

  private ObjectRef segment(int number, List<ChunkRecord> records) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (Codec codec = format.open(format.standardLevel());
        OutputStream members = IndexStreams.compress(codec, plain);
        SegmentWriter writer = new SegmentWriter(members, TestBackups.SEED)) {
      for (ChunkRecord record : records) {
        writer.write(lie.apply(record));
      }
    }
    return object("index", number, format.indexId(), plain.toByteArray());
  }

  private ObjectRef object(String dir, int number, String suffix, byte[] plain) throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = cipher.seal(sealed)) {
      out.write(plain);
    }
    byte[] stored = sealed.toByteArray();
    String name = "%s/%s/%06d-%s.%s".formatted(RUN, dir, number, sha256(stored), suffix);
    return put(name, stored, encrypted ? DATA_KEY : "-");
  }

  private ObjectRef put(String key, byte[] stored, String dataKey) {
    store.put(ROOT + key, stored);
    return new ObjectRef(key, stored.length, sha256(stored), dataKey);
  }

  private byte[] stream(List<ChunkRecord> placed, long rawBytes, long entries) {
    StringBuilder lines = new StringBuilder();
    Location first = null;
    long length = 0;
    for (ChunkRecord chunk : placed) {
      Location at = chunk.location();
      if (first != null
          && first.object().equals(at.object())
          && first.offset() + length == at.offset()) {
        length += at.length();
        continue;
      }
      line(lines, first, length);
      first = at;
      length = at.length();
    }
    line(lines, first, length);
    lines.append("total %d %d\n".formatted(rawBytes, entries));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(StringBuilder lines, Location at, long length) {
    if (at != null) {
      lines.append(
          "%s %s %d %d\n"
              .formatted(at.object().dataKeyId(), at.object().key(), at.offset(), length));
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
