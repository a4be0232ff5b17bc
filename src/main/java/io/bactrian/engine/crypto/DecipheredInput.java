package io.bactrian.engine.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Pulls stored bytes through a cipher in pieces; holds two buffers. */
final class DecipheredInput {
  private final InputStream ciphertext;
  private final MessageDecryptor decryptor;
  private final Ending ending;
  private final byte[] in = new byte[CipherOutput.PIECE];
  private byte[] out = new byte[CipherOutput.PIECE + 64];
  private int position;
  private int limit;
  private boolean ended;

  /** Reads what follows the ciphertext, and checks it: the tag, or null where there is none. */
  interface Ending {
    byte[] tag() throws IOException;
  }

  DecipheredInput(InputStream ciphertext, MessageDecryptor decryptor, Ending ending) {
    this.ciphertext = ciphertext;
    this.decryptor = decryptor;
    this.ending = ending;
  }

  /** As InputStream's; length is over 0. */
  int read(byte[] target, int offset, int length) throws IOException, GeneralSecurityException {
    while (position == limit) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(out, position, target, offset, count);
    position += count;
    return count;
  }

  private void fill() throws IOException, GeneralSecurityException {
    int count = ciphertext.read(in, 0, in.length);
    position = 0;
    if (count >= 0) {
      limit = decryptor.cipher().update(in, 0, count, out, 0);
      CryptoProviders.decrypted(count);
      return;
    }
    ended = true;
    byte[] tag = ending.tag();
    Cipher cipher = decryptor.cipher();
    out = decryptor.takesTag() ? cipher.doFinal(tag) : cipher.doFinal();
    limit = out.length - decryptor.surplus();
  }
}
