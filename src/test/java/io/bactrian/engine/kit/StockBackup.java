package io.bactrian.engine.kit;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** A name with its runs, written as docs/format.md says by somebody who has never seen our code. */
final class StockBackup {
  static final String FIRST = "20261121T020000Z-7f3a9c";
  static final String SECOND = "20261122T020000Z-00beef";
  private static final int CHUNK = 60_000;
  private static final int CHUNKS_PER_OBJECT = 5;

  private final Path home;
  private final Algorithm algorithm;
  private final ArchiveFormat format;
  private final Map<String, String> dataKeys = new TreeMap<>();
  private final Map<String, Place> stored = new HashMap<>();
  private final Random order = new Random(7);
  final String kek = StockCipher.randomHex(32);

  /** Where a chunk lies. */
  private record Place(String dataKey, String object, int offset, int length) {}

  private record Piece(String hash, byte[] compressed) {}

  StockBackup(Path repository, Algorithm algorithm, ArchiveFormat format) throws IOException {
    this.home = Files.createDirectories(repository.resolve("default/redis"));
    this.algorithm = algorithm;
    this.format = format;
  }

  Path run(String runId) {
    return home.resolve(runId);
  }

  Path home() {
    return home;
  }

  /** The key as a file in one of its three forms. */
  Path keyFile(Path file) throws IOException {
    return Files.writeString(file, kek + "\n");
  }

  /** Backs up a tree; chunks that an earlier run holds are referred to. */
  void backUp(String runId, Path tree) throws IOException {
    Files.createDirectories(run(runId).resolve("data"));
    Files.createDirectories(run(runId).resolve("index"));
    byte[] tar = tar(tree);
    List<String> hashes = new ArrayList<>();
    List<Piece> fresh = new ArrayList<>();
    for (int from = 0; from < tar.length; from += CHUNK) {
      byte[] raw = Arrays.copyOfRange(tar, from, Math.min(tar.length, from + CHUNK));
      String hash = StockCipher.sha256(raw);
      if (!stored.containsKey(hash) && !hashes.contains(hash)) {
        fresh.add(new Piece(hash, compress(raw)));
      }
      hashes.add(hash);
    }
    Collections.shuffle(fresh, order);
    storeObjects(runId, fresh);
    new StockManifest(this, runId).write(hashes, tar.length, entries(tar));
  }

  private void storeObjects(String runId, List<Piece> fresh) throws IOException {
    for (int first = 0; first < fresh.size(); first += CHUNKS_PER_OBJECT) {
      List<Piece> bundle = fresh.subList(first, Math.min(fresh.size(), first + CHUNKS_PER_OBJECT));
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      bundle.forEach(piece -> plain.writeBytes(piece.compressed()));
      String dataKey = dataKey(runId, first / CHUNKS_PER_OBJECT % 2);
      String object = store(runId, "data", first, format.id(), dataKey, plain.toByteArray());
      int offset = 0;
      for (Piece piece : bundle) {
        stored.put(piece.hash(), new Place(dataKey, object, offset, piece.compressed().length));
        offset += piece.compressed().length;
      }
    }
  }

  /** Stores one object; gives its key, relative to the name's directory. */
  String store(String runId, String kind, int number, String suffix, String dataKey, byte[] plain)
      throws IOException {
    byte[] sealed = StockCipher.seal(algorithm, dataKeys.get(dataKey), dataKey, plain);
    String name =
        String.format(
            "%06d-%s.%s%s", number, StockCipher.sha256(sealed), suffix, algorithm.extension());
    Files.write(run(runId).resolve(kind).resolve(name), sealed);
    return runId + "/" + kind + "/" + name;
  }

  /** The run's n-th data key, made and wrapped at first use. */
  String dataKey(String runId, int n) throws IOException {
    if (!algorithm.encrypts()) {
      return "-";
    }
    String id = StockCipher.sha256((runId + n).getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    if (!dataKeys.containsKey(id)) {
      dataKeys.put(id, StockCipher.randomHex(32));
      wrap(id);
    }
    return id;
  }

  private void wrap(String id) throws IOException {
    String kekId = StockCipher.kekId(kek);
    byte[] content = (dataKeys.get(id) + "\n").getBytes(StandardCharsets.US_ASCII);
    Path file = home.resolve("keys").resolve(id + "." + kekId + algorithm.extension());
    Files.createDirectories(file.getParent());
    Files.write(file, StockCipher.seal(algorithm, kek, kekId, content));
  }

  String stream(List<String> hashes, long rawBytes, long entries) {
    StringBuilder lines = new StringBuilder();
    for (String hash : hashes) {
      Place place = stored.get(hash);
      lines.append(
          String.format(
              "%s %s %d %d%n", place.dataKey(), place.object(), place.offset(), place.length()));
    }
    return lines
        .append("total ")
        .append(rawBytes)
        .append(' ')
        .append(entries)
        .append('\n')
        .toString();
  }

  /** The objects that hold these chunks. */
  TreeMap<String, String> objectsOf(List<String> hashes) {
    TreeMap<String, String> objects = new TreeMap<>();
    hashes.forEach(hash -> objects.put(stored.get(hash).object(), stored.get(hash).dataKey()));
    return objects;
  }

  String manifestMac(String dataKey, byte[] body) {
    return algorithm.encrypts()
        ? StockCipher.manifestMac(dataKeys.get(dataKey), "default/redis", body)
        : null;
  }

  byte[] guide(String runId, TreeSet<String> runs) {
    String kekId = algorithm.encrypts() ? StockCipher.kekId(kek) : "-";
    return Kit.guide(
        new KitFacts(
            "default",
            "redis",
            runId,
            "2026-11-21T02:00:00Z",
            "host",
            "/var/lib/redis",
            "a directory",
            format,
            algorithm,
            kekId,
            1,
            1,
            1,
            1,
            runs));
  }

  Algorithm algorithm() {
    return algorithm;
  }

  ArchiveFormat format() {
    return format;
  }

  private byte[] compress(byte[] raw) {
    return switch (format) {
      case TAR_ZST -> Stock.pipe(raw, "zstd", "-1", "-c");
      case TAR_GZ -> Stock.pipe(raw, "gzip", "-1", "-c");
      case TAR -> raw;
    };
  }

  private static byte[] tar(Path tree) {
    return Stock.pipe(
        new byte[0],
        "tar",
        "-c",
        "--format=pax",
        "--pax-option=delete=atime,delete=ctime",
        "--sort=name",
        "--xattrs",
        "-b",
        "1",
        "-f",
        "-",
        "-C",
        tree.toString(),
        ".");
  }

  private static long entries(byte[] tar) {
    return new String(Stock.pipe(tar, "tar", "-t", "-f", "-"), StandardCharsets.ISO_8859_1)
        .lines()
        .count();
  }
}
