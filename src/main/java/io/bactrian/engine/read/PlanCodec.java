package io.bactrian.engine.read;

import io.bactrian.engine.index.ChunkKind;
import io.bactrian.engine.index.EntryRecord;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans in the spool: read by the process that wrote them, or by the one that finishes its swap.
 */
public final class PlanCodec {
  private static final ChunkKind[] KINDS = ChunkKind.values();

  private PlanCodec() {}

  static void write(DataOutput out, PlannedChunk chunk) throws IOException {
    out.writeByte(chunk.kind().ordinal());
    out.writeLong(chunk.seed());
    out.writeLong(chunk.hashHigh());
    out.writeLong(chunk.hashLow());
    out.writeLong(chunk.offset());
    out.writeInt(chunk.length());
    out.writeInt(chunk.rawLength());
    out.writeLong(chunk.fileOffset());
    out.writeInt(chunk.contentLength());
    out.writeInt(chunk.crc32c());
    out.writeInt(chunk.entries().size());
    for (EntryRecord entry : chunk.entries()) {
      write(out, entry);
    }
  }

  static PlannedChunk readChunk(DataInput in) throws IOException {
    return new PlannedChunk(
        KINDS[in.readByte()],
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readInt(),
        entries(in));
  }

  private static List<EntryRecord> entries(DataInput in) throws IOException {
    int count = in.readInt();
    List<EntryRecord> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(readEntry(in));
    }
    return entries;
  }

  /** Device, inode and ctime are left out: nothing is restored from them. */
  public static void write(DataOutput out, EntryRecord record) throws IOException {
    Entry entry = record.entry();
    bytes(out, entry.path());
    out.writeByte(entry.type().typeflag());
    out.writeLong(entry.size());
    out.writeInt(entry.mode());
    out.writeLong(entry.uid());
    out.writeLong(entry.gid());
    bytes(out, entry.user().getBytes(StandardCharsets.UTF_8));
    bytes(out, entry.group().getBytes(StandardCharsets.UTF_8));
    out.writeLong(entry.mtime());
    out.writeLong(entry.rdev());
    bytes(out, entry.link());
    out.writeInt(entry.xattrs().size());
    for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
      bytes(out, xattr.getKey().getBytes(StandardCharsets.UTF_8));
      bytes(out, xattr.getValue());
    }
    out.writeInt(record.crc32c());
    out.writeBoolean(record.changed());
  }

  public static EntryRecord readEntry(DataInput in) throws IOException {
    byte[] path = bytes(in);
    EntryType type = EntryType.of((char) in.readByte());
    long size = in.readLong();
    int mode = in.readInt();
    long uid = in.readLong();
    long gid = in.readLong();
    String user = text(in);
    String group = text(in);
    long mtime = in.readLong();
    long rdev = in.readLong();
    byte[] link = bytes(in);
    SortedMap<String, byte[]> xattrs = xattrs(in);
    Entry entry =
        new Entry(
            path, type, size, mode, uid, gid, user, group, mtime, 0, 0, 0, rdev, link, xattrs);
    return new EntryRecord(entry, in.readInt(), in.readBoolean());
  }

  private static SortedMap<String, byte[]> xattrs(DataInput in) throws IOException {
    int count = in.readInt();
    if (count == 0) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, byte[]> xattrs = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      xattrs.put(text(in), bytes(in));
    }
    return xattrs;
  }

  private static void bytes(DataOutput out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  private static byte[] bytes(DataInput in) throws IOException {
    byte[] value = new byte[in.readInt()];
    in.readFully(value);
    return value;
  }

  private static String text(DataInput in) throws IOException {
    byte[] value = bytes(in);
    return value.length == 0 ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
