package io.bactrian.engine.repo;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one manifest, strictly; unknown members are passed over. */
final class ManifestReader {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final int TAIL = 200;
  private static final Pattern LAST_MEMBERS =
      Pattern.compile(
          "  \"sha256\": \"([0-9a-f]{64})\",\n  \"mac\": (?:null|\"([0-9a-f]{64})\")\n}\n\\z");

  private final byte[] document;
  private final Layout layout;
  private final RunId run;
  private final ManifestTrust trust;
  private final Map<String, JsonNode> members = new HashMap<>();
  private Refs segments;
  private Refs objects;

  ManifestReader(byte[] document, Layout layout, RunId run, ManifestTrust trust) {
    this.document = document;
    this.layout = layout;
    this.run = run;
    this.trust = trust;
  }

  SealedManifest read() {
    requireVersion();
    int from = Math.max(0, document.length - TAIL);
    String tail = new String(document, from, document.length - from, StandardCharsets.ISO_8859_1);
    Matcher last = LAST_MEMBERS.matcher(tail);
    if (!last.find()) {
      throw corrupt("it does not end with its sha256 and mac");
    }
    int covered = from + last.start();
    String sha256 = Hashes.of(document, covered);
    if (!sha256.equals(last.group(1))) {
      throw corrupt("its bytes have sha256 " + sha256 + ", it says " + last.group(1));
    }
    String mac = last.group(2);
    if (mac == null && trust.macRequired()) {
      throw corrupt("it has no MAC, and this name is encrypted, so anybody may have written it");
    }
    return sealed(sha256, mac, covered);
  }

  private SealedManifest sealed(String sha256, String mac, int covered) {
    try {
      readMembers();
      Manifest manifest = ManifestMembers.manifest(new ManifestMembers(members), segments, objects);
      requirePlace(manifest.identity());
      boolean authentic = mac != null && trust.keys() != null;
      if (authentic) {
        requireMac(manifest, mac, covered);
      }
      return new SealedManifest(manifest, sha256, mac, authentic);
    } catch (IOException | IllegalArgumentException e) {
      throw corrupt(reason(e));
    }
  }

  private static String reason(Exception e) {
    return e instanceof com.fasterxml.jackson.core.JsonProcessingException json
        ? json.getOriginalMessage()
        : e.getMessage();
  }

  private void requireVersion() {
    int version = version();
    if (version > Manifest.FORMAT_VERSION) {
      throw Failure.of(
          FailureClass.FUTURE_VERSION,
          "'" + layout.manifest(run) + "' has format version " + version,
          "this Bactrian reads version "
              + Manifest.FORMAT_VERSION
              + ": upgrade it, or use the restore.sh beside the manifest");
    }
    if (version != Manifest.FORMAT_VERSION) {
      throw corrupt("its formatVersion is " + version);
    }
  }

  private int version() {
    try (JsonParser parser = JSON.createParser(document)) {
      if (parser.nextToken() == JsonToken.START_OBJECT
          && "formatVersion".equals(parser.nextFieldName())
          && parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getIntValue();
      }
    } catch (IOException e) {
      throw corrupt("it is not JSON: " + reason(e));
    }
    throw corrupt("it does not begin with its formatVersion");
  }

  private void readMembers() throws IOException {
    try (JsonParser parser = JSON.createParser(document)) {
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        member(parser, name);
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        throw new IllegalArgumentException("it is not one JSON object");
      }
    }
  }

  private void member(JsonParser parser, String name) throws IOException {
    switch (name) {
      case "segments" -> segments = StoredRefs.read(document, parser);
      case "objects" -> objects = StoredRefs.read(document, parser);
      default -> members.put(name, parser.readValueAsTree());
    }
  }

  private void requirePlace(Manifest.Identity identity) {
    requirePlace("namespace", layout.namespace(), identity.namespace());
    requirePlace("name", layout.name(), identity.name());
    requirePlace("runId", run.text(), identity.runId().text());
  }

  private static void requirePlace(String what, String found, String says) {
    if (!found.equals(says)) {
      throw new IllegalArgumentException(
          "it is that of " + what + " '" + says + "', found under '" + found + "'");
    }
  }

  private void requireMac(Manifest manifest, String mac, int covered) {
    byte[] bytes = Arrays.copyOf(document, covered);
    String expected = trust.keys().apply(manifest.packing().dataKeyId()).mac(bytes);
    if (!MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), mac.getBytes(StandardCharsets.US_ASCII))) {
      throw new IllegalArgumentException("its MAC is not that of its data key: it was forged");
    }
  }

  private Failure corrupt(String why) {
    return Failure.corrupt("'" + layout.manifest(run) + "' is not a usable manifest: " + why);
  }
}
