package io.bactrian.cli;

import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.work.AttemptRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A committed run as members of a verb's JSON document. */
final class BackupJson {
  private BackupJson() {}

  /** Sets the members that every verb about one run has. */
  static Report fill(Report report, Manifest manifest) {
    return report
        .with("namespace", manifest.identity().namespace())
        .with("name", manifest.identity().name())
        .with("runId", manifest.runId().toString())
        .with("bytesNew", manifest.totals().bytesNew())
        .with("bytesReused", manifest.totals().bytesReused())
        .with("attempts", manifest.ledger().attempts());
  }

  /** All that {@code show} knows: also source, totals, report and ledger. */
  static Report fillWhole(Report report, Manifest manifest) {
    Manifest.Origin origin = manifest.origin();
    Manifest.Packing packing = manifest.packing();
    return fill(report, manifest)
        .with("sequence", manifest.identity().sequence())
        .with("source", origin.source())
        .with("host", origin.host())
        .with("startedAt", origin.startedAt())
        .with("finishedAt", origin.finishedAt())
        .with("format", packing.format())
        .with("compressionLevel", packing.compressionLevel())
        .with("algorithm", packing.algorithm())
        .with("kekId", packing.kekId())
        .with("totals", manifest.totals())
        .with("report", manifest.report())
        .with("ledger", ledger(manifest.ledger().records()));
  }

  static List<Map<String, Object>> ledger(List<AttemptRecord> records) {
    return records.stream().map(BackupJson::attempt).toList();
  }

  private static Map<String, Object> attempt(AttemptRecord record) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("object", record.object());
    map.put("attempt", record.attempt());
    map.put("startedAt", record.startedAt());
    map.put("millis", record.millis());
    map.put("outcome", record.outcome());
    map.put("class", record.failureClass());
    map.put("reason", record.reason());
    map.put("bytesWasted", record.bytesWasted());
    return map;
  }
}
