package io.bactrian.engine.backup;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.repo.LockTimes;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.TakeOver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for: one snapshot of one directory under one name.
 *
 * @param source an existing directory
 * @param namespace one plain segment
 * @param name one plain segment
 * @param asker for whom
 * @param selection what is copied and how far bases are trusted
 * @param packing how objects are made
 * @param limits how much at once, and how the lock lives
 * @param repository the repository as a person would write it
 * @param repositoryDirectory where the repository is a directory of this machine: never copied
 */
public record BackupRequest(
    Path source,
    String namespace,
    String name,
    Asker asker,
    Selection selection,
    Packing packing,
    Limits limits,
    String repository,
    Optional<Path> repositoryDirectory) {

  /**
   * @param uid of the resource that asks: where a run of its own is committed already, that is the
   *     answer, and nothing is written
   * @param runId what the run is to be called; another is chosen where that one is taken
   */
  public record Asker(Optional<String> uid, Optional<RunId> runId) {

    /** A person. */
    public static Asker none() {
      return new Asker(Optional.empty(), Optional.empty());
    }
  }

  /**
   * @param excludes globs of what is left out
   * @param full refer to nothing
   * @param readAll trust nothing unread
   * @param takeOver whose lock of the name to take at once
   * @param strict a file that changes or vanishes while it is read fails the run
   */
  public record Selection(
      List<String> excludes, boolean full, boolean readAll, TakeOver takeOver, boolean strict) {
    public Selection {
      excludes = List.copyOf(excludes);
    }
  }

  /**
   * @param kek the user's key; empty only without encryption
   */
  public record Packing(
      ArchiveFormat format, int level, Algorithm algorithm, Optional<SecretKeyBytes> kek) {}

  /**
   * @param bundleSize bytes of the tar stream that one bundle reads at most
   * @param concurrency bundles in flight at once
   * @param attempts of one object, for logs: redeliveries + 1
   * @param spoolDirectory where objects wait; empty: the repository's own, else a temporary one
   * @param lock how the name's lock is asked for and held
   */
  public record Limits(
      long bundleSize,
      int concurrency,
      int attempts,
      Optional<Path> spoolDirectory,
      LockTimes lock) {}
}
