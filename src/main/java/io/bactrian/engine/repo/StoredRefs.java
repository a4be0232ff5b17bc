package io.bactrian.engine.repo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bactrian.engine.index.ObjectRef;
import io.bactrian.engine.store.ObjectKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The objects of a manifest, checked once, then parsed from its bytes at each walk. */
final class StoredRefs implements Refs {
  private final byte[] document;
  private final int from;
  private final int to;
  private final int size;

  private StoredRefs(byte[] document, int from, int to, int size) {
    this.document = document;
    this.from = from;
    this.to = to;
    this.size = size;
  }

  /** The parser stands on the array's beginning, and afterwards on its end. */
  static StoredRefs read(byte[] document, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("its member '" + parser.currentName() + "' is no list");
    }
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    int size = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      requireValid(parse(parser));
      size++;
    }
    int to = Math.toIntExact(parser.currentTokenLocation().getByteOffset()) + 1;
    return new StoredRefs(document, from, to, size);
  }

  private static ObjectRef parse(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("it names an object that is no JSON object");
    }
    String key = null;
    String sha256 = null;
    String dataKeyId = null;
    long size = -1;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      switch (name) {
        case "key" -> key = parser.getValueAsString();
        case "sha256" -> sha256 = parser.getValueAsString();
        case "dataKeyId" -> dataKeyId = parser.getValueAsString();
        case "size" -> size = parser.getLongValue();
        default -> parser.skipChildren();
      }
    }
    return new ObjectRef(key, size, sha256, dataKeyId);
  }

  private static void requireValid(ObjectRef ref) {
    if (!isSha256(ref.sha256())
        || ref.size() < 0
        || ref.dataKeyId() == null
        || ref.key() == null
        || !isObjectKey(ref.key(), ref.sha256())) {
      throw new IllegalArgumentException("it names no usable object by '" + ref.key() + "'");
    }
  }

  private static boolean isObjectKey(String key, String sha256) {
    String[] parts = key.split("/", -1);
    return parts.length == 3
        && RunId.parse(parts[0]).isPresent()
        && (parts[1].equals("data") || parts[1].equals("index"))
        && parts[2].contains("-" + sha256 + ".")
        && ObjectKey.isPlain(key);
  }

  static boolean isSha256(String text) {
    return text != null
        && text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Iterator<ObjectRef> iterator() {
    return new Walk();
  }

  private final class Walk implements Iterator<ObjectRef> {
    private final JsonParser parser;
    private int left = size;

    Walk() {
      try {
        parser = ManifestReader.JSON.createParser(document, from, to - from);
        parser.nextToken();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public ObjectRef next() {
      if (left-- <= 0) {
        throw new NoSuchElementException();
      }
      try {
        parser.nextToken();
        return parse(parser);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
