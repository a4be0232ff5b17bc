package io.bactrian.cli;

import io.bactrian.engine.verify.Share;
import io.bactrian.worker.Place;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian verify BACKUP --repo …}. */
@Command(
    name = "verify",
    description = {
      "Check that a backup is whole.",
      "Looks at the manifest, and at names, sizes and checksums as the store reports them.",
      "With --read-data also every byte, by reading it."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian verify latest --name redis --repo /mnt/backups --key-file ~/backup.key",
      "  bactrian verify latest --repo s3://bucket --key-file ~/backup.key --read-data",
      "  bactrian verify latest --repo s3://bucket --key-file ~/backup.key --read-data=1/7",
      "  (one seventh, chosen by the day: daily for a week reads everything)"
    })
final class VerifyVerb extends Verb {
  @Mixin BackupChoice backup;
  @Mixin RepositoryOptions repository;
  @Mixin KeyOptions key;

  @Option(
      names = "--read-data",
      arity = "0..1",
      fallbackValue = "1/1",
      paramLabel = "N/T",
      description = "Read the data too: all of it, or N/T of it, another part every day.")
  String readData;

  @Option(names = "--concurrency", paramLabel = "C", description = "Objects read at once.")
  String concurrency;

  @Override
  List<String> settingFlags() {
    return concurrency == null ? List.of() : List.of("bactrian.concurrency=" + concurrency);
  }

  @Override
  Report run(Session session) {
    Optional<Share> share = Optional.ofNullable(readData).map(ReadShare::parse);
    Place place = repository.place(session, backup.name());
    return VerifyRunner.run(this, session, place, key.read(), share);
  }
}
