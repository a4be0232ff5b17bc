package io.bactrian.engine.index;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.tree.Entry;
import io.bactrian.engine.tree.EntryType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One entry as members of a JSON object; members that are 0 or empty are left out. */
final class EntryJson {
  private EntryJson() {}

  static void write(JsonGenerator json, Entry entry) throws IOException {
    writeBytes(json, "p", "pb", entry.path());
    json.writeStringField("t", String.valueOf(entry.type().typeflag()));
    number(json, "s", entry.size());
    json.writeStringField("m", Integer.toOctalString(entry.mode()));
    number(json, "u", entry.uid());
    number(json, "g", entry.gid());
    text(json, "un", entry.user());
    text(json, "gn", entry.group());
    number(json, "mt", entry.mtime());
    number(json, "ct", entry.ctime());
    number(json, "d", entry.device());
    number(json, "i", entry.inode());
    number(json, "rd", entry.rdev());
    if (entry.link().length > 0) {
      writeBytes(json, "l", "lb", entry.link());
    }
    if (!entry.xattrs().isEmpty()) {
      json.writeObjectFieldStart("x");
      for (Map.Entry<String, byte[]> xattr : entry.xattrs().entrySet()) {
        json.writeBinaryField(xattr.getKey(), xattr.getValue());
      }
      json.writeEndObject();
    }
  }

  private static void number(JsonGenerator json, String name, long value) throws IOException {
    if (value != 0) {
      json.writeNumberField(name, value);
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private static void writeBytes(JsonGenerator json, String name, String raw, byte[] bytes)
      throws IOException {
    for (byte b : bytes) {
      if (b < 0) {
        writeDecoded(json, name, raw, bytes);
        return;
      }
    }
    json.writeFieldName(name);
    json.writeString(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static void writeDecoded(JsonGenerator json, String name, String raw, byte[] bytes)
      throws IOException {
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      json.writeStringField(name, decoded);
    } catch (CharacterCodingException e) {
      json.writeStringField(raw, Base64.getEncoder().encodeToString(bytes));
    }
  }

  static Entry read(JsonNode node) {
    return new Entry(
        bytes(node, "p", "pb"),
        type(node),
        node.path("s").asLong(),
        mode(node),
        node.path("u").asLong(),
        node.path("g").asLong(),
        node.path("un").asText(""),
        node.path("gn").asText(""),
        node.path("mt").asLong(),
        node.path("ct").asLong(),
        node.path("d").asLong(),
        node.path("i").asLong(),
        node.path("rd").asLong(),
        bytes(node, "l", "lb"),
        xattrs(node.path("x")));
  }

  private static EntryType type(JsonNode node) {
    String flag = node.path("t").asText("");
    try {
      return EntryType.of(flag.length() == 1 ? flag.charAt(0) : '?');
    } catch (IllegalArgumentException e) {
      throw Failure.corrupt("the index holds an entry of unknown type '" + flag + "'");
    }
  }

  private static int mode(JsonNode node) {
    try {
      return Integer.parseInt(node.path("m").asText("0"), 8) & 07777;
    } catch (NumberFormatException e) {
      throw Failure.corrupt("the index holds an entry with a mode that is not octal");
    }
  }

  private static byte[] bytes(JsonNode node, String name, String raw) {
    if (node.has(raw)) {
      return base64(node.get(raw).asText());
    }
    return node.path(name).asText("").getBytes(StandardCharsets.UTF_8);
  }

  private static SortedMap<String, byte[]> xattrs(JsonNode node) {
    if (node.isMissingNode()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, byte[]> xattrs = new TreeMap<>();
    node.properties().forEach(x -> xattrs.put(x.getKey(), base64(x.getValue().asText())));
    return xattrs;
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Failure.corrupt("the index holds a value that is not base64");
    }
  }
}
