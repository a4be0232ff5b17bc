package io.bactrian.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian list --repo …}. */
@Command(
    name = "list",
    description = "List the backups of a repository, newest last. Needs no key.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian list --repo /mnt/backups",
      "  bactrian list --repo s3://bucket/laptop --name redis --output json"
    })
final class ListVerb extends Verb {
  @Mixin RepositoryOptions repository;

  @Option(names = "--name", paramLabel = "NAME", description = "Backups of this name only.")
  String name;

  @Override
  Report run(Session session) {
    return ListRunner.run(session, repository.place(session, Optional.ofNullable(name)));
  }
}
