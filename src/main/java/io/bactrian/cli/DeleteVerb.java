package io.bactrian.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian delete BACKUP --repo …}. */
@Command(
    name = "delete",
    description = {
      "Delete one backup.",
      "What other backups need stays. The last one takes the keys with it.",
      "Killed or failed? The same command carries on."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian delete 20261121T020000Z-7f3a9c --name redis --repo /mnt/backups"
    })
final class DeleteVerb extends Verb {
  @Mixin BackupChoice backup;
  @Mixin RepositoryOptions repository;

  @Option(
      names = "--take-over",
      description = "Take the name's lock now, if you know that its holder is dead.")
  boolean takeOver;

  @Override
  Report run(Session session) {
    return DeleteRunner.run(this, session, repository.place(session, backup.name()));
  }
}
