package io.bactrian.engine.read;

import io.bactrian.engine.index.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Stored bytes on their way in: counts and hashes them, and remembers whether it was the store that
 * broke off. Closing does not close the stream underneath.
 */
final class HashedInput extends InputStream {
  private static final int PIECE = 64 << 10;
  private final InputStream in;
  private final MessageDigest digest;
  private final long expected;
  private long length;
  private IOException broken;

  HashedInput(InputStream in, long expected) {
    this.in = in;
    this.expected = expected;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    try {
      int got = in.read(bytes, offset, count);
      if (got > 0) {
        digest.update(bytes, offset, got);
        length += got;
      }
      return got;
    } catch (IOException e) {
      broken = e;
      throw e;
    }
  }

  /** Reads what is left, but not much more than there should be. */
  void drain() throws IOException {
    byte[] piece = new byte[PIECE];
    while (length <= expected && read(piece, 0, piece.length) >= 0) {}
  }

  /** What the store's stream failed with, or null. */
  IOException broken() {
    return broken;
  }

  /** Empty if the bytes so far are the object's, else what is wrong with them. */
  String difference(ObjectRef object) {
    if (length != object.size()) {
      return "length mismatch for '%s': expected %d, got %s%d"
          .formatted(
              object.key(), object.size(), length > object.size() ? "at least " : "", length);
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    return actual.equals(object.sha256())
        ? ""
        : "checksum mismatch for '%s': expected %s, got %s"
            .formatted(object.key(), object.sha256(), actual);
  }
}
