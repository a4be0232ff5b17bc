package io.bactrian.engine.crypto;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes as they are, into a sink it never closes. */
final class PassedThrough extends FilterOutputStream {
  PassedThrough(OutputStream sink) {
    super(sink);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
