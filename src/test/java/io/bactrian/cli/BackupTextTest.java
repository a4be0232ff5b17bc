package io.bactrian.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.Refs;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Totals;
import io.bactrian.engine.work.AttemptRecord;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BackupTextTest {

  @Test
  void show_tellsTheLedger() {
    assertThat(String.join("\n", BackupText.whole(manifest())))
        .contains("notes 20261121T020000Z-7f3a9c")
        .contains("3 files, 1 directory, 0 links")
        .contains("41 added, 2 changed, 7 gone")
        .contains("1 failed, 2.0 MiB wasted")
        .contains("bundle 17 attempt 1")
        .contains("340 ms")
        .contains("TRANSIENT: connection reset")
        .contains("1 changed while they were read")
        .contains("log/live.log");
  }

  @Test
  void json_holdsLedgerAndTotals() {
    Report report = BackupJson.fillWhole(Report.complete("show"), manifest());
    assertThat(report.members())
        .containsEntry("runId", "20261121T020000Z-7f3a9c")
        .containsEntry("attempts", 5L)
        .containsEntry("bytesNew", 100L);
    assertThat(report.members().get("ledger")).asString().contains("bundle 17", "connection reset");
  }

  private static Manifest manifest() {
    return new Manifest(
        new Manifest.Identity(
            "default",
            "notes",
            new RunId("20261121T020000Z-7f3a9c"),
            2,
            new Manifest.Previous("20261120T020000Z-000001", "00"),
            null),
        new Manifest.Origin(
            "bactrian 0.1.0", "2026-11-21T02:00:00Z", "2026-11-21T02:00:09Z", "host", "/notes"),
        new Manifest.Packing("tar.zst", 3, "aes256-gcm", "ab", "cd"),
        new Totals(4, 3, 1, 0, 4096, 2048, 100, 1948, 1, 9, 1, 8, 7, 1, 41, 2, 7),
        new TreeMap<>(),
        Refs.of(List.of()),
        Refs.of(List.of()),
        new Manifest.Report(
            new Manifest.PathList(1, List.of("log/live.log")),
            Manifest.PathList.none(),
            Manifest.PathList.none()),
        new Manifest.Ledger(
            5,
            List.of(
                new AttemptRecord(
                    "bundle 17",
                    1,
                    "2026-11-21T02:00:01Z",
                    340,
                    "failed",
                    "TRANSIENT",
                    "connection reset",
                    2 << 20))));
  }
}
