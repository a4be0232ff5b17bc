package io.bactrian.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
  private static final ObjectRef OBJECT = new ObjectRef("r/data/1.tar.zst", 9, "ab", "k1");
  private static final ObjectRef OTHER = new ObjectRef("q/data/2.tar.zst", 8, "cd", "-");

  @Test
  void write_everyKindOfChunk_readsTheSame() throws IOException {
    Entry small = entry(new byte[] {'a', (byte) 0xff, '\n', '"'}, EntryType.FILE, 5);
    Entry link = entry("é".getBytes(StandardCharsets.UTF_8), EntryType.SYMLINK, 0);
    Entry large = entry(new byte[] {'z'}, EntryType.FILE, 3 << 20);
    List<ChunkRecord> chunks =
        List.of(
            chunk(ChunkKind.ENTRIES, List.of(record(small, 77), record(link, 0)), 0, OBJECT),
            chunk(ChunkKind.HEADER, List.of(record(large, 0)), 0, OTHER),
            chunk(ChunkKind.DATA, List.of(record(large, 0)), 1 << 20, OBJECT),
            chunk(ChunkKind.END, List.of(), 0, OTHER));
    assertThat(describe(read(write(chunks)))).isEqualTo(describe(chunks));
  }

  @Test
  void write_segmentThatBeginsInsideAFile_repeatsItsEntry() throws IOException {
    Entry large = entry(new byte[] {'z'}, EntryType.FILE, 3 << 20);
    List<ChunkRecord> chunks =
        List.of(
            chunk(ChunkKind.DATA, List.of(record(large, 0)), 1 << 20, OBJECT),
            chunk(ChunkKind.DATA, List.of(record(large, 0)), 2 << 20, OBJECT));
    byte[] lines = write(chunks);
    assertThat(new String(lines, StandardCharsets.UTF_8)).containsOnlyOnce("\"cont\":true");
    assertThat(describe(read(lines))).isEqualTo(describe(chunks));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"bactrian\":\"index\",\"seed\":\"xyz\"}",
        "{\"bactrian\":\"index\",\"seed\":\"1\"}\n{\"c\":\"q\"}",
        "{\"bactrian\":\"index\",\"seed\":\"1\"}\n{\"c\":\"d\",\"raw\":1}",
        "{\"bactrian\":\"index\",\"seed\":\"1\"}\n{\"o\":3,\"key\":\"x\"}",
        "{\"bactrian\":\"index\",\"seed\":\"1\"}\n{\"c\":\"z\",\"raw\":9999999999}",
        "{\"bactrian\":\"index\",\"seed\":\"1\"}\n{\"c\":\"e\",\"raw\"",
        "{\"bactrian\":\"index\",\"seed\":\"1\"}\n{\"p\":\"x\",\"t\":\"0\"}"
      })
  void read_whatIsNoSegment_isRefused(String lines) {
    assertThatThrownBy(() -> read(lines.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Failure.class);
  }

  private static byte[] write(List<ChunkRecord> chunks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SegmentWriter writer = new SegmentWriter(out, 42)) {
      for (ChunkRecord chunk : chunks) {
        writer.write(chunk);
      }
    }
    return out.toByteArray();
  }

  private static List<ChunkRecord> read(byte[] lines) throws IOException {
    List<ChunkRecord> chunks = new ArrayList<>();
    try (SegmentReader reader = new SegmentReader(new ByteArrayInputStream(lines))) {
      ChunkRecord chunk;
      while ((chunk = reader.next()) != null) {
        chunks.add(chunk);
      }
    }
    return chunks;
  }

  private static String describe(List<ChunkRecord> chunks) {
    StringBuilder text = new StringBuilder();
    for (ChunkRecord c : chunks) {
      text.append(c.kind()).append(c.fileOffset()).append(' ').append(c.contentLength());
      text.append(' ').append(c.crc32c()).append(' ').append(c.rawLength()).append(' ');
      text.append(c.hashHigh()).append(c.hashLow()).append(c.readAt()).append(c.location());
      c.entries().forEach(e -> text.append(describe(e)));
      text.append('\n');
    }
    return text.toString();
  }

  private static String describe(EntryRecord record) {
    Entry e = record.entry();
    StringBuilder text = new StringBuilder();
    for (byte b : e.path()) {
      text.append(b).append(',');
    }
    e.xattrs().forEach((name, value) -> text.append(name).append(value.length).append(value[0]));
    return text
        + "|"
        + e.type()
        + e.size()
        + " "
        + e.mode()
        + e.uid()
        + e.gid()
        + e.user()
        + e.group()
        + e.mtime()
        + e.ctime()
        + e.device()
        + e.inode()
        + e.rdev()
        + new String(e.link(), StandardCharsets.ISO_8859_1)
        + record.crc32c()
        + record.changed();
  }

  private static ChunkRecord chunk(
      ChunkKind kind, List<EntryRecord> entries, long offset, ObjectRef object) {
    boolean data = kind == ChunkKind.DATA;
    return new ChunkRecord(
        kind,
        entries,
        offset,
        data ? 1 << 20 : 0,
        data ? -5 : 0,
        1 << 20,
        -1,
        1,
        123,
        new Location(object, 10, 20));
  }

  private static EntryRecord record(Entry entry, int crc) {
    return new EntryRecord(entry, crc, false);
  }

  private static Entry entry(byte[] path, EntryType type, long size) {
    TreeMap<String, byte[]> xattrs = new TreeMap<>();
    xattrs.put("user.x", new byte[] {(byte) 0x80});
    byte[] link = type == EntryType.SYMLINK ? new byte[] {(byte) 0xfe, '/'} : new byte[0];
    return new Entry(path, type, size, 04755, 1, 2, "u", "", -5, 7, 8, 9, 0, link, xattrs);
  }
}
