package io.bactrian.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which backup: a run, and the name where a repository holds several. */
final class BackupChoice {
  @Parameters(
      paramLabel = "BACKUP",
      description = "latest, a run-id, or a beginning of one that fits no other.")
  String backup;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Whose backup; needed where the repository holds several names.")
  private String name;

  Optional<String> name() {
    return Optional.ofNullable(name);
  }
}
