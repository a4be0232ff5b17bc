package io.bactrian.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.SplittableRandom;

/** A small but real data directory, the same each time. */
final class DemoData {
  private static final Instant LONG_AGO = Instant.parse("2019-05-04T03:02:01.123456Z");
  static final int SMALL_FILES = 21_000;
  private final SplittableRandom random = new SplittableRandom(17);
  private final Path root;
  private long bytes;

  private DemoData(Path root) {
    this.root = root;
  }

  /** Returns how many bytes of content were written. */
  static long write(Path root) throws IOException {
    DemoData data = new DemoData(root);
    data.database(root.resolve("db/pages.db"), 2048);
    data.log(root.resolve("log/server.log"), 60_000);
    data.log(root.resolve("log/server.log.1"), 30_000);
    data.smallFiles();
    data.oddities();
    return data.bytes;
  }

  /** Pages of 8 KiB: a header, half random, half text, as databases are. */
  private void database(Path file, int pages) throws IOException {
    byte[] page = new byte[8192];
    try (OutputStream out = open(file)) {
      for (int i = 0; i < pages; i++) {
        random.nextBytes(page);
        byte[] text = ("page " + i + " row ").repeat(300).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, page, 0, Math.min(text.length, page.length / 2));
        out.write(page);
        bytes += page.length;
      }
    }
  }

  private void log(Path file, int lines) throws IOException {
    try (OutputStream out = open(file)) {
      for (int i = 0; i < lines; i++) {
        String line =
            LONG_AGO.plusMillis(37L * i)
                + " INFO request "
                + random.nextInt(1 << 20)
                + " served in "
                + random.nextInt(900)
                + " ms\n";
        out.write(line.getBytes(StandardCharsets.US_ASCII));
        bytes += line.length();
      }
    }
  }

  /**
   * As many as one stretch of the index holds, and first in the walk: what a kill leaves is kept.
   */
  private void smallFiles() throws IOException {
    byte[] content = new byte[200];
    for (int i = 0; i < SMALL_FILES; i++) {
      random.nextBytes(content);
      int length = random.nextInt(content.length);
      Path file = root.resolve("archive/" + i / 250 + "/message-" + i + ".eml");
      if (i % 250 == 0) {
        Files.createDirectories(file.getParent());
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write(content, 0, length);
      }
      bytes += length;
    }
  }

  private void oddities() throws IOException {
    Path script = root.resolve("bin/start with spaces.sh");
    try (OutputStream out = open(script)) {
      out.write("#!/bin/sh\necho started\n".getBytes(StandardCharsets.US_ASCII));
    }
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createDirectories(root.resolve("empty"));
    Files.createSymbolicLink(root.resolve("current.log"), Path.of("log/server.log"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
    Files.createLink(root.resolve("db/pages.link"), root.resolve("db/pages.db"));
    Path secret = root.resolve("db/password");
    Files.writeString(secret, "");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(secret, FileTime.from(LONG_AGO));
    Files.setLastModifiedTime(root.resolve("empty"), FileTime.from(LONG_AGO));
  }

  private static OutputStream open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }
}
