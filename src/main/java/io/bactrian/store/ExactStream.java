package io.bactrian.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.Abortable;

/**
 * The first so many bytes of a stream: an earlier end is an IOException, as is every failure of the
 * client below. Closed before its end it drops the connection rather than reading the rest.
 */
final class ExactStream extends FilterInputStream {
  private final long expected;
  private final String what;
  private long count;

  ExactStream(InputStream in, long expected, String what) {
    super(in);
    this.expected = expected;
    this.what = what;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (count == expected) {
      return -1;
    }
    int read = readBelow(target, offset, (int) Math.min(length, expected - count));
    if (read < 0) {
      throw new IOException(what + " ended after " + count + " of " + expected + " bytes");
    }
    count += read;
    return read;
  }

  private int readBelow(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw new IOException(broke(e), e);
    } catch (RuntimeException e) {
      throw new IOException(broke(e), e);
    }
  }

  private String broke(Exception cause) {
    return what + " broke off after " + count + " of " + expected + " bytes: " + cause.getMessage();
  }

  @Override
  public long skip(long bytes) throws IOException {
    long left = bytes;
    byte[] waste = new byte[(int) Math.min(8192, Math.max(1, bytes))];
    while (left > 0) {
      int read = read(waste, 0, (int) Math.min(waste.length, left));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return bytes - left;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    if (count < expected && in instanceof Abortable connection) {
      connection.abort();
    }
    try {
      in.close();
    } catch (RuntimeException e) {
      throw new IOException(broke(e), e);
    }
  }
}
