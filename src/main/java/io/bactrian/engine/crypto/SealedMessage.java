package io.bactrian.engine.crypto;

import java.io.FilterOutputStream;
import java.io.IOException;

/** A message being written through a cipher; closing ends it once and leaves the sink open. */
final class SealedMessage extends FilterOutputStream {
  private final CipherOutput cipher;
  private final Ending ending;
  private boolean closed;

  /** Writes what follows the last whole piece: the cipher's last bytes and the message's end. */
  interface Ending {
    void write(byte[] last) throws IOException;
  }

  SealedMessage(CipherOutput cipher, Ending ending) {
    super(cipher);
    this.cipher = cipher;
    this.ending = ending;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    cipher.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      ending.write(cipher.finish());
    }
  }
}
