package io.bactrian.cli;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.work.Durations;
import io.bactrian.worker.Place;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bactrian prune --keep-count N --remote-retention 30d --repo …}. */
@Command(
    name = "prune",
    description = {
      "Delete old backups of a name.",
      "Those that are beyond --keep-count and older than --remote-retention.",
      "Of two conditions both must be met; the newest good backup always stays."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian prune --keep-count 7 --remote-retention 30d --name redis --repo /mnt/backups",
      "  bactrian prune --keep-count 3 --name redis --repo s3://bucket/laptop"
    })
final class PruneVerb extends Verb {
  @Mixin RepositoryOptions repository;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Whose backups; needed where there are several names.")
  String name;

  @Option(names = "--keep-count", paramLabel = "N", description = "Keep the newest N.")
  Integer keepCount;

  @Option(
      names = "--remote-retention",
      paramLabel = "DURATION",
      description = "Keep what is younger, for instance 30d.")
  String remoteRetention;

  @Option(
      names = "--take-over",
      description = "Take the name's lock now, if you know that its holder is dead.")
  boolean takeOver;

  @Override
  Report run(Session session) {
    if (keepCount == null && remoteRetention == null) {
      throw Failure.usage(
          "neither --keep-count nor --remote-retention is given",
          "say what to keep, for instance --keep-count 7 --remote-retention 30d");
    }
    if (keepCount != null && keepCount < 0) {
      throw Failure.usage("--keep-count " + keepCount + " is negative", "use 0 or more");
    }
    Optional<Duration> retention = Optional.ofNullable(remoteRetention).map(Durations::parse);
    Place place = repository.place(session, Optional.ofNullable(name));
    return PruneRunner.run(session, place, Optional.ofNullable(keepCount), retention, takeOver);
  }
}
