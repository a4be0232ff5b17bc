package io.bactrian.engine.tree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Entries, byte names and outside programs for the tests of this package. */
final class Samples {
  static final long SECOND = 1_000_000_000L;

  /** Names that break programs: control characters, quotes, options, bytes that are not UTF-8. */
  static final List<byte[]> HOSTILE_NAMES =
      List.of(
          bytes("plain"),
          bytes("new\nline"),
          bytes("'single' \"double\" `back`"),
          bytes("-rf"),
          bytes(" leading and trailing "),
          bytes("tab\tand\rreturn"),
          bytes("$(id) ${bean:x} %41 %zz"),
          bytes("back\\slash"),
          bytes("é-\u65e5\u672c-\ud83d\udc2b"),
          bytes("\ufffd"),
          HexFormat.of().parseHex("6c6174e9"),
          HexFormat.of().parseHex("ff"),
          HexFormat.of().parseHex("c3"),
          HexFormat.of().parseHex("eda080"),
          HexFormat.of().parseHex("01"),
          HexFormat.of().parseHex("7f"));

  private Samples() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static Entry file(byte[] path, long size, long mtime) {
    return entry(path, EntryType.FILE, size, 0644, 0, 0, "", "", mtime, new byte[0], Map.of());
  }

  static Entry entry(
      byte[] path,
      EntryType type,
      long size,
      int mode,
      long uid,
      long gid,
      String user,
      String group,
      long mtime,
      byte[] link,
      Map<String, byte[]> xattrs) {
    SortedMap<String, byte[]> sorted = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    return new Entry(
        path, type, size, mode, uid, gid, user, group, mtime, 0, 0, 0, 0, link, sorted);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Runs a program under LC_ALL=C and TZ=UTC; fails with its words if it does. */
  static byte[] run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream in = process.getInputStream()) {
      byte[] output = in.readAllBytes();
      if (process.waitFor() != 0) {
        throw new AssertionError(
            Arrays.toString(command) + ": " + new String(output, StandardCharsets.ISO_8859_1));
      }
      return output;
    }
  }

  static String runText(String... command) throws IOException, InterruptedException {
    return new String(run(command), StandardCharsets.UTF_8);
  }

  /** Splits what {@code find -print0} and {@code sort -z} print. */
  static List<byte[]> zeroTerminated(byte[] output) {
    List<byte[]> records = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < output.length; at++) {
      if (output[at] == 0) {
        records.add(Arrays.copyOfRange(output, from, at));
        from = at + 1;
      }
    }
    return records;
  }

  static List<Entry> walk(Path root, Path spool) {
    List<Entry> entries = new ArrayList<>();
    try (TreeWalk walk = TreeWalk.open(root, Excludes.of(List.of()), spool, new Heard())) {
      walk.forEachRemaining(entries::add);
    }
    return entries;
  }

  /** Remembers what a walk reports. */
  static final class Heard implements WalkListener {
    final List<String> skipped = new ArrayList<>();
    final List<String> vanished = new ArrayList<>();

    @Override
    public void skipped(byte[] path, String why) {
      skipped.add(new String(path, StandardCharsets.UTF_8) + ": " + why);
    }

    @Override
    public void vanished(byte[] path) {
      vanished.add(new String(path, StandardCharsets.UTF_8));
    }
  }
}
