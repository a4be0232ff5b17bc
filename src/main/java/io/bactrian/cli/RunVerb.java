package io.bactrian.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bactrian run DIR}. */
@Command(
    name = "run",
    description = {
      "Run the operator over a directory of YAML, with no cluster.",
      "Backup, Restore and BackupSchedule documents in DIR are carried out here, by the same rules:",
      "changed files are followed, a document removed is a resource deleted. Statuses, keys made and",
      "events are kept in DIR/.bactrian. Secret and PersistentVolumeClaim documents count too; a",
      "claim is the directory that its annotation bactrian.io/directory names.",
      "SIGINT or SIGTERM stops it; the next run carries on."
    },
    sortOptions = false,
    footer = {
      "",
      "Exit: with --once 0 all complete; 1 something failed, is invalid, or waits for what is not",
      "there. Also 1: another process runs DIR. 130, 143: stopped.",
      "",
      "Examples:",
      "  mkdir -p try/data && cp examples/quickstart.yaml try && bactrian run try --once",
      "  bactrian run /etc/bactrian/resources",
      "  bactrian run . --once --output json | jq '.resources[] | {name, phase}'",
      "  bactrian run . --set bactrian.run.claim.data=/srv/data"
    })
final class RunVerb extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "Its files *.yaml, *.yml and *.json are read, not those of directories in it.")
  Path directory;

  @Option(
      names = "--once",
      description = "End when every resource has come to its end; schedules make nothing by then.")
  boolean once;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Backups and restores that run at once (default 2).")
  String workers;

  @Override
  List<String> settingFlags() {
    return workers == null ? List.of() : List.of("bactrian.run.workers=" + workers);
  }

  @Override
  Report run(Session session) throws InterruptedException {
    return new RunRunner(session, directory).run(once);
  }
}
