package io.bactrian.testing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** A stream that ends, breaks, or has one wrong bit at a place. */
final class SpoiledStream extends FilterInputStream {
  static final Set<String> KINDS = Set.of("short-read", "broken-read", "flip");

  private final long place;
  private final String kind;
  private long position;

  SpoiledStream(InputStream in, long place, String kind) {
    super(in);
    this.place = place;
    this.kind = kind;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    boolean flip = kind.equals("flip");
    if (!flip && position == place) {
      if (kind.equals("short-read")) {
        return -1;
      }
      throw new IOException("Connection reset (injected, while reading)");
    }
    int n = in.read(target, offset, flip ? length : (int) Math.min(length, place - position));
    if (flip && n > 0 && place >= position && place < position + n) {
      target[offset + (int) (place - position)] ^= 1;
    }
    position += Math.max(0, n);
    return n;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
