package io.bactrian.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bactrian show BACKUP --repo …}. */
@Command(
    name = "show",
    description = {
      "Show what a backup holds, and what went wrong on the way.",
      "What was new, reused, changed, added and gone, and every attempt that failed: which bundle,",
      "when, how long, why, and the bytes that were wasted."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian show latest --name redis --repo /mnt/backups --key-file ~/backup.key",
      "  bactrian show latest --repo /mnt/backups --key-file ~/backup.key --output json"
    })
final class ShowVerb extends Verb {
  @Mixin BackupChoice backup;
  @Mixin RepositoryOptions repository;
  @Mixin KeyOptions key;

  @Override
  Report run(Session session) {
    return ShowRunner.run(this, session, repository.place(session, backup.name()), key.read());
  }
}
