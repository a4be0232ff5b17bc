package io.bactrian.engine.kit;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What RESTORE.md says of its run. Holds no secret. Free text (source, host, repository) may hold
 * anything: the guide shows control characters and backquotes as U+FFFD.
 *
 * @param namespace of the backup's name
 * @param name the backup's name
 * @param runId this run
 * @param created when the run began, ISO-8601
 * @param host where it was made
 * @param source the directory that was copied
 * @param repository as a person would write it, {@code s3://bucket/prefix}
 * @param format of data objects
 * @param algorithm of data objects and keys
 * @param kekId which key opens it, "-" without encryption
 * @param rawBytes length of the tar stream
 * @param storedBytes of all objects that the run needs, its own and others'
 * @param entries in the tar stream
 * @param objects that the run needs
 * @param otherRuns run-ids that it refers to, without its own
 */
public record KitFacts(
    String namespace,
    String name,
    String runId,
    String created,
    String host,
    String source,
    String repository,
    ArchiveFormat format,
    Algorithm algorithm,
    String kekId,
    long rawBytes,
    long storedBytes,
    long entries,
    long objects,
    SortedSet<String> otherRuns) {
  public KitFacts {
    otherRuns = new TreeSet<>(otherRuns);
  }
}
