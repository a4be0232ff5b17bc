package io.bactrian.engine.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.engine.failure.Failure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one index segment, chunk by chunk, in bounded memory. Everything that is not what
 * docs/format.md says is CORRUPT; paths are NOT checked here for where they lead.
 */
public final class SegmentReader implements Closeable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MAX_RAW = 64 << 20;

  private final MappingIterator<JsonNode> lines;
  private final List<ObjectRef> objects = new ArrayList<>();
  private final long seed;
  private JsonNode line;
  private EntryRecord large;

  /** Reads the first line; the stream gives plain, decrypted and decompressed lines. */
  public SegmentReader(InputStream plain) throws IOException {
    lines = MAPPER.readerFor(JsonNode.class).readValues(plain);
    JsonNode head = advance();
    if (head == null || !"index".equals(head.path("bactrian").asText())) {
      throw Failure.corrupt("an index segment does not begin with its first line");
    }
    seed = hex(head.path("seed").asText());
    advance();
  }

  /** The seed of the chunks' XXH3-128. */
  public long seed() {
    return seed;
  }

  /** The next chunk in tar order, or null at the end. */
  public ChunkRecord next() throws IOException {
    while (line != null && !line.has("c")) {
      header(line);
      advance();
    }
    return line == null ? null : chunk();
  }

  private void header(JsonNode node) {
    if (node.has("key")) {
      object(node);
    } else if (node.path("cont").asBoolean()) {
      large = entry(node);
    } else {
      throw Failure.corrupt("an index segment holds a line out of place");
    }
  }

  private void object(JsonNode node) {
    if (node.path("o").asInt(-1) != objects.size()) {
      throw Failure.corrupt("an index segment numbers its objects wrongly");
    }
    objects.add(
        new ObjectRef(
            node.path("key").asText(),
            node.path("size").asLong(),
            node.path("sha256").asText(),
            node.path("dk").asText("-")));
  }

  private ChunkRecord chunk() throws IOException {
    JsonNode node = line;
    ChunkKind kind = ChunkCodes.kind(node.path("c").asText());
    advance();
    List<EntryRecord> entries = entries(kind, node);
    String hash = node.path("xxh").asText();
    if (hash.length() != 32) {
      throw Failure.corrupt("an index segment holds a hash that is not 32 hex digits");
    }
    return new ChunkRecord(
        kind,
        entries,
        bounded(node, "fo", 0, Long.MAX_VALUE - MAX_RAW),
        (int) bounded(node, "n", 0, MAX_RAW),
        kind == ChunkKind.DATA ? crc(node) : 0,
        (int) bounded(node, "raw", 1, MAX_RAW),
        hex(hash.substring(0, 16)),
        hex(hash.substring(16)),
        node.path("at").asLong(),
        location(node));
  }

  private Location location(JsonNode node) {
    int number = node.path("o").asInt(-1);
    if (number < 0 || number >= objects.size()) {
      throw Failure.corrupt("an index segment names object " + number + ", which it does not list");
    }
    return new Location(
        objects.get(number),
        bounded(node, "off", 0, Long.MAX_VALUE - MAX_RAW),
        (int) bounded(node, "len", 1, MAX_RAW));
  }

  private List<EntryRecord> entries(ChunkKind kind, JsonNode chunk) throws IOException {
    return switch (kind) {
      case ENTRIES -> following();
      case HEADER -> {
        List<EntryRecord> one = following();
        if (one.size() != 1) {
          throw Failure.corrupt("an index segment has a header of " + one.size() + " files");
        }
        large = one.get(0);
        yield one;
      }
      case DATA -> {
        if (large == null) {
          throw Failure.corrupt("an index segment has a range of no file");
        }
        if (chunk.path("ch").asBoolean() && !large.changed()) {
          large = new EntryRecord(large.entry(), 0, true);
        }
        yield List.of(large);
      }
      case END -> List.of();
    };
  }

  private List<EntryRecord> following() throws IOException {
    List<EntryRecord> entries = new ArrayList<>();
    while (line != null && line.has("t") && !line.has("cont")) {
      entries.add(entry(line));
      advance();
    }
    return entries;
  }

  private static EntryRecord entry(JsonNode node) {
    return new EntryRecord(EntryJson.read(node), crc(node), node.path("ch").asBoolean());
  }

  private JsonNode advance() throws IOException {
    try {
      line = lines.hasNextValue() ? lines.nextValue() : null;
      return line;
    } catch (JsonProcessingException e) {
      throw Failure.corrupt("an index segment holds a line that is not JSON");
    }
  }

  private static int crc(JsonNode node) {
    return node.has("crc") ? (int) hex(node.get("crc").asText()) : 0;
  }

  private static long bounded(JsonNode node, String name, long least, long most) {
    long value = node.path(name).asLong();
    if (value < least || value > most) {
      throw Failure.corrupt("an index segment holds \"" + name + "\": " + value);
    }
    return value;
  }

  private static long hex(String digits) {
    try {
      return Long.parseUnsignedLong(digits, 16);
    } catch (NumberFormatException e) {
      throw Failure.corrupt("an index segment holds hex digits that are none");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
