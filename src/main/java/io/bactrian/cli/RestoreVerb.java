package io.bactrian.cli;

import io.bactrian.engine.restore.Overwrite;
import io.bactrian.worker.Place;
import io.bactrian.worker.TargetRefusals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian restore BACKUP --to DIR --repo …}. */
@Command(
    name = "restore",
    description = {
      "Restore a backup.",
      "The target stays as it was until everything is fetched and checked.",
      "Killed or failed? The same command carries on."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian restore latest --name redis --repo /mnt/backups --key-file ~/backup.key --to /srv/redis",
      "  bactrian restore 20261121T02 --repo s3://bucket/laptop --key-file ~/backup.key --to . \\",
      "      --overwrite merge --path letters/2026"
    })
final class RestoreVerb extends Verb {
  @Mixin BackupChoice backup;
  @Mixin RepositoryOptions repository;
  @Mixin KeyOptions key;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "The target directory; made if it does not exist.")
  Path target;

  @Option(
      names = "--overwrite",
      paramLabel = "HOW",
      defaultValue = "never",
      description = {
        "never (default): refuse a target that is not empty; replace: the target becomes what the",
        "backup holds; merge: same paths are replaced, nothing is deleted."
      })
  Overwriting overwrite;

  @Option(
      names = "--path",
      paramLabel = "P",
      description = "Restore this file or directory only; may be given more than once.")
  List<String> paths = new ArrayList<>();

  @Option(names = "--concurrency", paramLabel = "C", description = "Objects fetched at once.")
  String concurrency;

  enum Overwriting {
    never,
    replace,
    merge
  }

  @Override
  List<String> settingFlags() {
    return concurrency == null ? List.of() : List.of("bactrian.concurrency=" + concurrency);
  }

  @Override
  Report run(Session session) {
    Overwrite how = Overwrite.valueOf(overwrite.name().toUpperCase(Locale.ROOT));
    key.file().ifPresent(file -> TargetRefusals.requireKeyKept(target, file, how));
    Place place = repository.place(session, backup.name());
    return RestoreRunner.run(this, how, session, place, key.read());
  }
}
