package io.bactrian.engine.verify;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.index.ChunkRecord;
import io.bactrian.engine.index.Location;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Whether STREAM says what the index says: the same bytes in the same order. */
final class StreamCheck implements Closeable {
  private final BufferedReader lines;
  private String object = "";
  private String dataKeyId = "";
  private long offset;
  private long left;

  StreamCheck(InputStream stream) {
    lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /** CORRUPT unless STREAM's next bytes are this chunk's. */
  void accept(ChunkRecord chunk) {
    if (left == 0) {
      extent();
    }
    Location at = chunk.location();
    boolean same =
        at.object().key().equals(object)
            && at.object().dataKeyId().equals(dataKeyId)
            && at.offset() == offset
            && at.length() <= left;
    if (!same) {
      throw Failure.corrupt("STREAM and the index do not say the same of '" + object + "'");
    }
    offset += at.length();
    left -= at.length();
  }

  private void extent() {
    String[] fields = line().split(" ", -1);
    if (fields.length != 4) {
      throw Failure.corrupt("STREAM ends before the index does");
    }
    dataKeyId = fields[0];
    object = fields[1];
    offset = number(fields[2]);
    left = number(fields[3]);
  }

  /** CORRUPT unless STREAM ends here, with these totals. */
  void end(long rawBytes, long entries) {
    if (left != 0 || !line().equals("total " + rawBytes + " " + entries)) {
      throw Failure.corrupt("STREAM does not end as the index does");
    }
  }

  private String line() {
    try {
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException("reading STREAM broke off", e);
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Failure.corrupt("STREAM holds '" + text + "' where a number belongs");
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
