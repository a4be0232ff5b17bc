package io.bactrian.engine.backup;

import io.bactrian.engine.index.Location;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes STREAM (docs/format.md, section 3): extents in tar order, neighbours merged. */
final class StreamFile implements Closeable {
  private final Path path;
  private final BufferedWriter out;
  private Location open;
  private long openLength;

  StreamFile(Path path) throws IOException {
    this.path = path;
    this.out = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
  }

  Path path() {
    return path;
  }

  void add(Location location) throws IOException {
    if (open != null && follows(location)) {
      openLength += location.length();
      return;
    }
    flush();
    open = location;
    openLength = location.length();
  }

  private boolean follows(Location next) {
    return open.object().key().equals(next.object().key())
        && open.offset() + openLength == next.offset();
  }

  private void flush() throws IOException {
    if (open != null) {
      out.write(open.object().dataKeyId());
      out.write(' ');
      out.write(open.object().key());
      out.write(" " + open.offset() + " " + openLength + "\n");
    }
  }

  /** Writes the last line and closes the file. */
  void finish(long rawBytes, long entries) throws IOException {
    flush();
    open = null;
    out.write("total " + rawBytes + " " + entries + "\n");
    out.close();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
