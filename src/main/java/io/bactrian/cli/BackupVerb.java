package io.bactrian.cli;

import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.worker.Place;
import io.bactrian.worker.SourceDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bactrian backup SOURCE --name N --repo …}. */
@Command(
    name = "backup",
    description = {
      "Back up a directory.",
      "A second backup of a name sends only what changed, and is still whole.",
      "Killed or failed? The same command carries on."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  bactrian keys generate --out ~/backup.key",
      "  bactrian backup /var/lib/redis --name redis --repo /mnt/backups --key-file ~/backup.key",
      "  bactrian backup . --name notes --repo s3://bucket/laptop --region eu-central-1 \\",
      "      --key-file ~/backup.key --exclude '**/node_modules'",
      "  bactrian backup . --name notes --repo s3://bucket --endpoint http://nas:9000 --no-encryption"
    })
final class BackupVerb extends Verb {
  @Parameters(paramLabel = "SOURCE", description = "The directory to back up.")
  Path source;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "What the backup is called; runs of one name share what they stored.")
  String name;

  @Mixin RepositoryOptions repository;
  @Mixin KeyOptions key;

  @Option(
      names = "--no-encryption",
      description = "Store plain. Whoever reads the repository reads the files.")
  boolean noEncryption;

  @Option(
      names = "--algorithm",
      paramLabel = "A",
      description = "aes256-gcm (default), aes256-cbc, gpg.")
  String algorithm;

  @Option(names = "--format", paramLabel = "F", description = "tar.zst (default), tar.gz or tar.")
  String format;

  @Option(
      names = "--compression-level",
      paramLabel = "L",
      description = "zstd 1 to 19 (default 3), gzip 1 to 9 (default 6).")
  String level;

  @Option(
      names = "--bundle-size",
      paramLabel = "SIZE",
      description = "New data in one object (default 64MiB).")
  String bundleSize;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      description = "Bundles at once (default: two a processor, at most 8).")
  String concurrency;

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out what matches; may be given more than once.")
  List<String> excludes = new ArrayList<>();

  @Option(
      names = "--full",
      description = "Refer to nothing that is stored already: send everything.")
  boolean full;

  @Option(names = "--read-all", description = "Read every file, even one that looks untouched.")
  boolean readAll;

  @Option(
      names = "--take-over",
      description = "Take the name's lock now, if you know that its holder is dead.")
  boolean takeOver;

  @Override
  List<String> settingFlags() {
    List<String> flags = new ArrayList<>();
    addFlag(flags, "bactrian.algorithm", algorithm);
    addFlag(flags, "bactrian.format", format);
    addFlag(flags, "bactrian.compression-level", level);
    addFlag(flags, "bactrian.bundle-size", bundleSize);
    addFlag(flags, "bactrian.concurrency", concurrency);
    return flags;
  }

  @Override
  Report run(Session session) {
    Place place = repository.place(session, Optional.of(name));
    Algorithm chosen = algorithm(session);
    Optional<SecretKeyBytes> secret = key.read();
    Path directory = SourceDirectory.require(source, place.repository());
    return BackupRunner.run(this, session, place, chosen, secret, directory);
  }

  private Algorithm algorithm(Session session) {
    Algorithm configured = session.settings().algorithm();
    if (noEncryption && key.given()) {
      throw Failure.usage(
          "--no-encryption and --key-file contradict each other", "leave one of them out");
    }
    if (noEncryption && algorithm != null && configured.encrypts()) {
      throw Failure.usage(
          "--no-encryption and --algorithm " + algorithm + " contradict each other",
          "leave one of them out");
    }
    if (noEncryption) {
      return Algorithm.NONE;
    }
    if (!configured.encrypts()) {
      throw Failure.usage(
          "algorithm 'none' stores everything readable to others",
          "say --no-encryption if that is what you want");
    }
    if (!key.given()) {
      throw Failure.usage(
          "a backup is encrypted, and --key-file is missing",
          "bactrian keys generate --out FILE, then --key-file FILE; or --no-encryption");
    }
    return configured;
  }
}
