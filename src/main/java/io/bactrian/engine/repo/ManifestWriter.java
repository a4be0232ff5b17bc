package io.bactrian.engine.repo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bactrian.engine.index.ObjectRef;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes manifest.json as docs/format.md section 5 has it: the same manifest always gives the same
 * bytes, and every object is on a line of its own. Holds one line at a time; the MAC needs the
 * whole document once (about 250 bytes an object).
 */
final class ManifestWriter {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final OutputStream out;

  private ManifestWriter(OutputStream out) {
    this.out = out;
  }

  static SealedManifest write(Manifest manifest, MacKey macKey, Path file) throws IOException {
    MessageDigest digest = Hashes.sha256();
    try (OutputStream out =
        new BufferedOutputStream(
            new java.security.DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16)) {
      new ManifestWriter(out).members(manifest);
    }
    String sha256 = Hashes.hex(digest);
    String mac = macKey == null ? null : macKey.mac(Files.readAllBytes(file));
    String tail = "  \"sha256\": \"" + sha256 + "\",\n  \"mac\": " + json(mac) + "\n}\n";
    Files.writeString(file, tail, StandardOpenOption.APPEND);
    return new SealedManifest(manifest, sha256, mac, macKey != null);
  }

  private void members(Manifest manifest) throws IOException {
    line("{");
    Manifest.Identity identity = manifest.identity();
    member("formatVersion", Manifest.FORMAT_VERSION);
    member("namespace", identity.namespace());
    member("name", identity.name());
    member("runId", identity.runId().text());
    member("sequence", identity.sequence());
    member("previous", identity.previous());
    member("uid", identity.uid());
    origin(manifest.origin());
    packing(manifest.packing());
    totals(manifest.totals());
    files(manifest.files());
    refs("segments", manifest.segments());
    refs("objects", manifest.objects());
    report(manifest.report());
    ledger(manifest.ledger());
  }

  private void origin(Manifest.Origin origin) throws IOException {
    member("createdBy", origin.createdBy());
    member("startedAt", origin.startedAt());
    member("finishedAt", origin.finishedAt());
    member("host", origin.host());
    member("source", origin.source());
  }

  private void packing(Manifest.Packing packing) throws IOException {
    member("format", packing.format());
    member("compressionLevel", packing.compressionLevel());
    member("algorithm", packing.algorithm());
    member("dataKeyId", packing.dataKeyId());
    member("kekId", packing.kekId());
  }

  private void totals(Totals totals) throws IOException {
    List<String> lines = new ArrayList<>();
    JSON.valueToTree(totals)
        .properties()
        .forEach(field -> lines.add(json(field.getKey()) + ": " + field.getValue()));
    block("totals", "{", lines.iterator(), "}");
  }

  private void files(Map<String, Manifest.FileSum> files) throws IOException {
    List<String> lines = new ArrayList<>();
    files.forEach(
        (name, sum) ->
            lines.add(
                json(name)
                    + ": {\"size\": "
                    + sum.size()
                    + ", \"sha256\": "
                    + json(sum.sha256())
                    + "}"));
    block("files", "{", lines.iterator(), "}");
  }

  private void refs(String name, Refs refs) throws IOException {
    Iterator<ObjectRef> each = refs.iterator();
    Iterator<String> lines =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public String next() {
            return ref(each.next());
          }
        };
    block(name, "[", lines, "]");
  }

  private static String ref(ObjectRef ref) {
    return "{\"key\": "
        + json(ref.key())
        + ", \"size\": "
        + ref.size()
        + ", \"sha256\": "
        + json(ref.sha256())
        + ", \"dataKeyId\": "
        + json(ref.dataKeyId())
        + "}";
  }

  private void report(Manifest.Report report) throws IOException {
    List<String> lines =
        List.of(
            "\"changed\": " + json(report.changed()),
            "\"vanished\": " + json(report.vanished()),
            "\"skipped\": " + json(report.skipped()));
    block("report", "{", lines.iterator(), "}");
  }

  private void ledger(Manifest.Ledger ledger) throws IOException {
    line("  \"ledger\": {");
    line("    \"attempts\": " + ledger.attempts() + ",");
    boolean empty = ledger.records().isEmpty();
    line("    \"records\": [" + (empty ? "]" : ""));
    for (int i = 0; i < ledger.records().size(); i++) {
      line("      " + json(ledger.records().get(i)) + comma(i + 1 < ledger.records().size()));
    }
    if (!empty) {
      line("    ]");
    }
    line("  },");
  }

  private void block(String name, String open, Iterator<String> lines, String close)
      throws IOException {
    if (!lines.hasNext()) {
      line("  \"" + name + "\": " + open + close + ",");
      return;
    }
    line("  \"" + name + "\": " + open);
    while (lines.hasNext()) {
      String text = lines.next();
      line("    " + text + comma(lines.hasNext()));
    }
    line("  " + close + ",");
  }

  private static String comma(boolean more) {
    return more ? "," : "";
  }

  private void member(String name, Object value) throws IOException {
    line("  \"" + name + "\": " + json(value) + ",");
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest's member cannot be written", e);
    }
  }
}
