package io.bactrian.engine.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.bactrian.engine.tree.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Writes one index segment: docs/format.md, section 6. Not safe for several threads. */
public final class SegmentWriter implements Closeable {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final HexFormat HEX = HexFormat.of();

  private final JsonGenerator json;
  private final Map<String, Integer> objects = new HashMap<>();
  private Entry large;

  /** Writes plain lines to the sink; close() does not close it. */
  public SegmentWriter(OutputStream sink, long seed) throws IOException {
    json = JSON.createGenerator(sink).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    json.writeStartObject();
    json.writeStringField("bactrian", "index");
    json.writeNumberField("version", 1);
    json.writeStringField("seed", HEX.toHexDigits(seed));
    json.writeEndObject();
  }

  public void write(ChunkRecord chunk) throws IOException {
    int object = objectNumber(chunk.location().object());
    if (chunk.kind() == ChunkKind.DATA && large != chunk.first().entry()) {
      writeEntry(chunk.first(), true);
      large = chunk.first().entry();
    }
    writeChunk(chunk, object);
    if (chunk.kind() == ChunkKind.ENTRIES) {
      for (EntryRecord entry : chunk.entries()) {
        writeEntry(entry, false);
      }
    } else if (chunk.kind() == ChunkKind.HEADER) {
      writeEntry(chunk.first(), false);
      large = chunk.first().entry();
    }
  }

  private int objectNumber(ObjectRef object) throws IOException {
    Integer known = objects.get(object.key());
    if (known != null) {
      return known;
    }
    int number = objects.size();
    objects.put(object.key(), number);
    json.writeStartObject();
    json.writeNumberField("o", number);
    json.writeStringField("key", object.key());
    json.writeNumberField("size", object.size());
    json.writeStringField("sha256", object.sha256());
    json.writeStringField("dk", object.dataKeyId());
    json.writeEndObject();
    return number;
  }

  private void writeChunk(ChunkRecord chunk, int object) throws IOException {
    json.writeStartObject();
    json.writeStringField("c", ChunkCodes.code(chunk.kind()));
    json.writeNumberField("raw", chunk.rawLength());
    json.writeStringField(
        "xxh", HEX.toHexDigits(chunk.hashHigh()) + HEX.toHexDigits(chunk.hashLow()));
    json.writeNumberField("at", chunk.readAt());
    json.writeNumberField("o", object);
    json.writeNumberField("off", chunk.location().offset());
    json.writeNumberField("len", chunk.location().length());
    if (chunk.kind() == ChunkKind.DATA) {
      json.writeNumberField("fo", chunk.fileOffset());
      json.writeNumberField("n", chunk.contentLength());
      json.writeStringField("crc", HEX.toHexDigits(chunk.crc32c()));
      if (chunk.first().changed()) {
        json.writeBooleanField("ch", true);
      }
    }
    json.writeEndObject();
  }

  private void writeEntry(EntryRecord entry, boolean continued) throws IOException {
    json.writeStartObject();
    EntryJson.write(json, entry.entry());
    if (entry.crc32c() != 0) {
      json.writeStringField("crc", HEX.toHexDigits(entry.crc32c()));
    }
    if (entry.changed()) {
      json.writeBooleanField("ch", true);
    }
    if (continued) {
      json.writeBooleanField("cont", true);
    }
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.writeRaw('\n');
    json.close();
  }
}
