package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.index.ObjectRef;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes SHA256SUMS: every object and segment a run needs, as {@code sha256sum -c} reads it. */
public final class Sums {
  private Sums() {}

  /** Streams; the file is created or replaced. */
  public static void write(Path file, RunId own, Refs objects, Refs segments) {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      lines(out, own, objects);
      lines(out, own, segments);
    } catch (IOException e) {
      throw Failure.of(
          FailureClass.TRANSIENT,
          "SHA256SUMS cannot be written to the spool: " + e.getMessage(),
          "see that there is space in the spool directory",
          e);
    }
  }

  private static void lines(BufferedWriter out, RunId own, Refs refs) throws IOException {
    String mine = own.text() + "/";
    for (ObjectRef ref : refs) {
      String path =
          ref.key().startsWith(mine) ? ref.key().substring(mine.length()) : "../" + ref.key();
      out.write(ref.sha256() + "  " + path + "\n");
    }
  }
}
