package io.bactrian.engine.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes what closes a run: STREAM, SHA256SUMS, the kit, manifest.json. */
final class StockManifest {
  private final StockBackup backup;
  private final String runId;
  private final Path run;

  StockManifest(StockBackup backup, String runId) {
    this.backup = backup;
    this.runId = runId;
    this.run = backup.run(runId);
  }

  void write(List<String> hashes, long rawBytes, long entries) throws IOException {
    String dataKey = backup.dataKey(runId, 0);
    TreeMap<String, String> objects = backup.objectsOf(hashes);
    byte[] index = "{\"bactrian\":\"index\"}\n".getBytes(StandardCharsets.UTF_8);
    String segment = backup.store(runId, "index", 0, backup.format().indexId(), dataKey, index);
    Files.writeString(run.resolve("STREAM"), backup.stream(hashes, rawBytes, entries));
    Files.writeString(run.resolve("SHA256SUMS"), sums(objects, segment));
    TreeSet<String> others = new TreeSet<>();
    objects.keySet().forEach(key -> others.add(key.substring(0, key.indexOf('/'))));
    others.remove(runId);
    Files.write(run.resolve("RESTORE.md"), backup.guide(runId, others));
    Files.write(run.resolve("restore.sh"), Kit.script());
    close(body(dataKey, objects, segment));
  }

  /** Writes the manifest with its hash and MAC. */
  private void close(String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String mac = backup.manifestMac(backup.dataKey(runId, 0), bytes);
    String end = "  \"sha256\": \"%s\",%n  \"mac\": %s%n}%n";
    String quoted = mac == null ? "null" : '"' + mac + '"';
    Files.writeString(
        run.resolve("manifest.json"), body + String.format(end, StockCipher.sha256(bytes), quoted));
  }

  private String body(String dataKey, Map<String, String> objects, String segment)
      throws IOException {
    String kekId = dataKey.equals("-") ? "-" : StockCipher.kekId(backup.kek);
    return """
        {
          "formatVersion": 1,
          "namespace": "default",
          "name": "redis",
          "runId": "%s",
          "sequence": 1,
          "previous": null,
          "host": "a \\"quoted\\" host",
          "source": "/var/lib/\\"algorithm\\": \\"none\\", {}",
          "format": "%s",
          "compressionLevel": 3,
          "algorithm": "%s",
          "dataKeyId": "%s",
          "kekId": "%s",
          "files": {
        %s
          },
          "segments": [
        %s
          ],
          "objects": [
        %s
          ],
        """
        .formatted(
            runId,
            backup.format().id(),
            backup.algorithm().id(),
            dataKey,
            kekId,
            files(),
            refs(Map.of(segment, dataKey)),
            refs(objects));
  }

  private String files() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : List.of("STREAM", "SHA256SUMS", "RESTORE.md", "restore.sh")) {
      byte[] bytes = Files.readAllBytes(run.resolve(name));
      lines.append(lines.isEmpty() ? "" : ",\n");
      lines.append(
          "    \"%s\": {\"size\": %d, \"sha256\": \"%s\"}"
              .formatted(name, bytes.length, StockCipher.sha256(bytes)));
    }
    return lines.toString();
  }

  private String refs(Map<String, String> objects) {
    return objects.entrySet().stream().map(this::ref).collect(Collectors.joining(",\n"));
  }

  private String ref(Map.Entry<String, String> object) {
    Path file = backup.home().resolve(object.getKey());
    String hash = object.getKey().replaceAll(".*/[0-9]+-([0-9a-f]+)\\..*", "$1");
    return "    {\"key\": \"%s\", \"size\": %d, \"sha256\": \"%s\", \"dataKeyId\": \"%s\"}"
        .formatted(object.getKey(), file.toFile().length(), hash, object.getValue());
  }

  private String sums(Map<String, String> objects, String segment) {
    TreeSet<String> keys = new TreeSet<>(objects.keySet());
    keys.add(segment);
    StringBuilder lines = new StringBuilder();
    for (String key : keys) {
      String hash = key.replaceAll(".*/[0-9]+-([0-9a-f]+)\\..*", "$1");
      String path = key.startsWith(runId + "/") ? key.substring(runId.length() + 1) : "../" + key;
      lines.append(hash).append("  ").append(path).append('\n');
    }
    return lines.toString();
  }

  /**
   * Gives a manifest with changed text a true hash and MAC again, as somebody with the key could.
   */
  void resign(String from, String to) throws IOException {
    String text = Files.readString(run.resolve("manifest.json"));
    String body = text.substring(0, text.indexOf("\n  \"sha256\"") + 1);
    close(body.replace(from, to));
  }
}
