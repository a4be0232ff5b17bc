package io.bactrian.engine.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs restore.sh where it lies, under dash. */
record RestoreScript(StockBackup backup, Path keyFile) {

  Stock.Result run(String runId, Path target) {
    Map<String, String> environment =
        keyFile == null ? Map.of() : Map.of("KEY_FILE", keyFile.toString());
    return Stock.run(
        new byte[0],
        backup.run(runId),
        environment,
        List.of("dash", "restore.sh", target.toString()));
  }

  /** What a restore may have left beside its target. */
  static List<Path> leftovers(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".restore-")).toList();
    }
  }
}
