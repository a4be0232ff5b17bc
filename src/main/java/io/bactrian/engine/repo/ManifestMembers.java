package io.bactrian.engine.repo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bactrian.engine.repo.Manifest.FileSum;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of a manifest by name; IllegalArgumentException where one is missing or misshapen.
 */
record ManifestMembers(Map<String, JsonNode> members) {

  static Manifest manifest(ManifestMembers from, Refs segments, Refs objects)
      throws JsonProcessingException {
    require(segments != null, "it has no member 'segments'");
    require(objects != null, "it has no member 'objects'");
    return new Manifest(
        from.identity(),
        from.origin(),
        from.packing(),
        from.as("totals", Totals.class),
        from.files(),
        segments,
        objects,
        from.as("report", Manifest.Report.class),
        from.as("ledger", Manifest.Ledger.class));
  }

  private Manifest.Identity identity() throws JsonProcessingException {
    String run = text("runId");
    RunId runId = RunId.parse(run).orElse(null);
    require(runId != null, "its runId '" + run + "' is not a run-id");
    long sequence = number("sequence");
    require(sequence > 0, "its sequence is " + sequence);
    Manifest.Previous previous =
        isNull("previous") ? null : as("previous", Manifest.Previous.class);
    String uid = isNull("uid") ? null : text("uid");
    return new Manifest.Identity(text("namespace"), text("name"), runId, sequence, previous, uid);
  }

  private Manifest.Origin origin() {
    return new Manifest.Origin(
        text("createdBy"), text("startedAt"), text("finishedAt"), text("host"), text("source"));
  }

  private Manifest.Packing packing() {
    return new Manifest.Packing(
        text("format"),
        Math.toIntExact(number("compressionLevel")),
        text("algorithm"),
        text("dataKeyId"),
        text("kekId"));
  }

  private SortedMap<String, FileSum> files() throws JsonProcessingException {
    SortedMap<String, FileSum> files = new TreeMap<>();
    JsonNode node = required("files");
    require(node.isObject(), "its member 'files' is no object");
    for (Map.Entry<String, JsonNode> file : node.properties()) {
      FileSum sum = ManifestReader.JSON.treeToValue(file.getValue(), FileSum.class);
      require(
          sum != null && sum.size() >= 0 && StoredRefs.isSha256(sum.sha256()),
          "its file '" + file.getKey() + "' has no size and sha256");
      files.put(file.getKey(), sum);
    }
    return files;
  }

  private <T> T as(String name, Class<T> type) throws JsonProcessingException {
    JsonNode node = required(name);
    require(node.isObject(), "its member '" + name + "' is no object");
    try {
      return ManifestReader.JSON.treeToValue(node, type);
    } catch (NullPointerException e) {
      throw new IllegalArgumentException("its member '" + name + "' is incomplete", e);
    }
  }

  private String text(String name) {
    JsonNode node = required(name);
    require(node.isTextual(), "its member '" + name + "' is no text");
    return node.textValue();
  }

  private long number(String name) {
    JsonNode node = required(name);
    require(
        node.isIntegralNumber() && node.canConvertToLong(),
        "its member '" + name + "' is no number");
    return node.longValue();
  }

  private boolean isNull(String name) {
    return required(name).isNull();
  }

  private JsonNode required(String name) {
    JsonNode node = members.get(name);
    require(node != null, "it has no member '" + name + "'");
    return node;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
