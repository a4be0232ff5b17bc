package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Feeds a cipher in pieces, through one buffer, into a sink it never closes. */
final class CipherOutput extends OutputStream {
  /** What a cipher is fed at once: smaller costs calls, one huge call never gets compiled. */
  static final int PIECE = 64 << 10;

  private static final int SLACK = 64;
  private final Cipher cipher;
  private final OutputStream sink;
  private final byte[] buffer = new byte[PIECE + SLACK];

  CipherOutput(Cipher cipher, OutputStream sink) {
    this.cipher = cipher;
    this.sink = sink;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      for (int done = 0; done < length; ) {
        int piece = Math.min(PIECE, length - done);
        sink.write(buffer, 0, cipher.update(bytes, offset + done, piece, buffer, 0));
        done += piece;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a cipher's output is longer than it may be", e);
    }
  }

  /** Ends the message: what the cipher still held back, and a tag if it makes one. */
  byte[] finish() {
    try {
      return cipher.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encryption failed", e);
    }
  }
}
