package io.bactrian.engine.repo;

import io.bactrian.engine.work.AttemptRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What manifest.json says of one run, its own hash and MAC left out.
 *
 * @param identity which run
 * @param origin where, when and by whom
 * @param packing how its objects are made
 * @param totals what it holds and cost
 * @param files STREAM, SHA256SUMS, RESTORE.md, restore.sh
 * @param segments of the index, in tar order
 * @param objects every data object the run needs, own and of other runs, in byte order of their
 *     keys
 * @param report what did not go as planned
 * @param ledger the attempts it took
 */
public record Manifest(
    Identity identity,
    Origin origin,
    Packing packing,
    Totals totals,
    SortedMap<String, FileSum> files,
    Refs segments,
    Refs objects,
    Report report,
    Ledger ledger) {
  public static final int FORMAT_VERSION = 1;

  public Manifest {
    files = new TreeMap<>(files);
  }

  /** The same with other files. */
  public Manifest withFiles(Map<String, FileSum> sums) {
    return new Manifest(
        identity, origin, packing, totals, new TreeMap<>(sums), segments, objects, report, ledger);
  }

  public RunId runId() {
    return identity.runId();
  }

  /**
   * @param sequence highest of the name + 1: order, latest and retention go by it
   * @param previous the readable run of the next lower sequence, or null
   * @param uid of the resource that asked for the run, or null
   */
  public record Identity(
      String namespace, String name, RunId runId, long sequence, Previous previous, String uid) {

    public Optional<Previous> before() {
      return Optional.ofNullable(previous);
    }
  }

  /**
   * @param sha256 the previous manifest's own {@code sha256} member
   */
  public record Previous(String runId, String sha256) {}

  /**
   * @param createdBy program and version
   * @param startedAt ISO-8601
   * @param finishedAt ISO-8601
   */
  public record Origin(
      String createdBy, String startedAt, String finishedAt, String host, String source) {}

  /**
   * @param dataKeyId "-" without encryption
   * @param kekId "-" without encryption
   */
  public record Packing(
      String format, int compressionLevel, String algorithm, String dataKeyId, String kekId) {}

  public record FileSum(long size, String sha256) {}

  /** Paths that changed, vanished or were skipped while the source was read. */
  public record Report(PathList changed, PathList vanished, PathList skipped) {
    /** Whether something changed or vanished: complete, but exit 3. */
    public boolean unclean() {
      return changed.count() > 0 || vanished.count() > 0;
    }

    public static Report none() {
      return new Report(PathList.none(), PathList.none(), PathList.none());
    }
  }

  /**
   * @param count how many there were
   * @param paths the first of them, at most {@link #MOST}
   */
  public record PathList(long count, List<String> paths) {
    public static final int MOST = 1_000;

    public PathList {
      paths = List.copyOf(paths.size() > MOST ? paths.subList(0, MOST) : paths);
      count = Math.max(count, paths.size());
    }

    public static PathList none() {
      return new PathList(0, List.of());
    }
  }

  /**
   * @param attempts of all objects, those that succeeded at once included
   * @param records those worth telling, at most {@link #MOST}
   */
  public record Ledger(long attempts, List<AttemptRecord> records) {
    public static final int MOST = 1_000;

    public Ledger {
      records = List.copyOf(records.size() > MOST ? records.subList(0, MOST) : records);
    }
  }
}
