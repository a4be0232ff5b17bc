package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Encrypts and decrypts messages of one algorithm under one 32-byte key. Safe for many threads. */
public interface Cipherer {

  /**
   * Begins one message. Closing the returned stream finishes the message and does not close the
   * sink. Streams: holds no more than a few buffers. The caller writes pieces of 16 to 64 KiB.
   */
  OutputStream seal(OutputStream sink) throws IOException;

  /**
   * Opens one message for reading, streaming, in bounded memory. Closing closes the stored stream
   * too. Where reading a whole message would be needed to know that it is true (GCM), this does NOT
   * authenticate: the caller has checked the stored bytes' SHA-256 before. A message that this key
   * does not open is WRONG_KEY or CORRUPT.
   */
  InputStream open(InputStream stored) throws IOException;
}
